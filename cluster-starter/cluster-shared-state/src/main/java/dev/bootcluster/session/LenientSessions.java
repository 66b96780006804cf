// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.HashMap;
import java.util.Map;

import dev.bootcluster.redis.UnreadableValues;
import dev.bootcluster.session.LenientSerializer.Unreadable;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.MapSession;
import org.springframework.session.Session;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionMapper;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Makes Spring Session's repositories leave out the parts of a session they cannot read,
 * instead of failing.
 */
final class LenientSessions {

	private final UnreadableValues unreadable = new UnreadableValues(SessionValues.UNREADABLE);

	private final RedisSessionMapper mapper = new RedisSessionMapper();

	/**
	 * Customize the repository without index and events.
	 * @param repository the repository
	 */
	public void customize(RedisSessionRepository repository) {
		lenient(repository.getSessionRedisOperations());
		repository.setRedisSessionMapper(this::readable);
	}

	/**
	 * Customize the repository with index and events. It is told of a new session in one
	 * message with all attributes; if that cannot be read, it reads the session from
	 * Redis.
	 * @param repository the repository
	 */
	public void customize(RedisIndexedSessionRepository repository) {
		repository.setDefaultSerializer(new MessageSerializer(lenient(repository.getSessionRedisOperations())));
		repository
			.setRedisSessionMapper((id, hash) -> (hash != null) ? readable(id, hash) : copyOf(repository.findById(id)));
	}

	@SuppressWarnings("unchecked")
	private static LenientSerializer lenient(RedisOperations<String, Object> operations) {
		LenientSerializer serializer = new LenientSerializer(
				(RedisSerializer<Object>) operations.getHashValueSerializer());
		((RedisTemplate<String, Object>) operations).setHashValueSerializer(serializer);
		return serializer;
	}

	/**
	 * The session without the values that could not be read.
	 */
	private @Nullable MapSession readable(String id, Map<String, Object> hash) {
		Map<String, Object> readable = new HashMap<>(hash);
		for (Map.Entry<String, Object> entry : hash.entrySet()) {
			if (entry.getValue() instanceof Unreadable value) {
				this.unreadable.report(SessionHash.attributeOf(entry.getKey()), value.cause());
				if (!SessionHash.isAttribute(entry.getKey())) {
					return null;
				}
				readable.remove(entry.getKey());
			}
		}
		return this.mapper.apply(id, readable);
	}

	private static @Nullable MapSession copyOf(@Nullable Session session) {
		return (session != null) ? new MapSession(session) : null;
	}

	/**
	 * Returns {@code null} for a message that cannot be read.
	 */
	private record MessageSerializer(LenientSerializer delegate) implements RedisSerializer<Object> {

		@Override
		public byte[] serialize(@Nullable Object value) {
			return this.delegate.serialize(value);
		}

		@Override
		public @Nullable Object deserialize(byte @Nullable [] bytes) {
			Object value = this.delegate.deserialize(bytes);
			return (value instanceof Unreadable) ? null : value;
		}

	}

}
