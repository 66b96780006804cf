// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Reads and writes the hashes of sessions in Redis, with one command each.
 */
final class SessionStore {

	private static final RedisScript<Boolean> SAVE = script("save-session.lua", Boolean.class);

	private static final RedisScript<byte[]> VISIT = script("visit-session.lua", byte[].class);

	private final RedisTemplate<String, byte[]> redis = new RedisTemplate<>();

	SessionStore(RedisConnectionFactory connectionFactory) {
		this.redis.setConnectionFactory(connectionFactory);
		this.redis.setKeySerializer(RedisSerializer.string());
		this.redis.setHashKeySerializer(RedisSerializer.string());
		this.redis.setHashValueSerializer(RedisSerializer.byteArray());
		this.redis.setValueSerializer(RedisSerializer.byteArray());
		this.redis.setEnableDefaultSerializer(false);
		// Nothing here closes a connection, so no proxy has to keep it open.
		this.redis.setExposeConnection(true);
		this.redis.afterPropertiesSet();
	}

	/**
	 * As text: for a file, Spring would check with each call whether it has changed.
	 */
	private static <T> RedisScript<T> script(String name, Class<T> type) {
		try {
			String text = new ClassPathResource(name, SessionStore.class).getContentAsString(StandardCharsets.UTF_8);
			return RedisScript.of(text, type);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The fields of a session's hash.
	 * @param key the session's key
	 * @return the fields, none if there is no such session
	 */
	Map<String, byte[]> read(String key) {
		return this.redis.<String, byte[]>opsForHash().entries(key);
	}

	/**
	 * Read a session's hash for a request, and record the visit if the session has the
	 * usual timeout.
	 * @param key the session's key
	 * @param usual the usual timeout of sessions, as stored
	 * @param time the time of the visit, as stored
	 * @param expiry when the session then expires
	 * @return what was found and recorded
	 */
	SessionVisit visit(String key, byte[] usual, byte[] time, SessionExpiry expiry) {
		return SessionVisit.of(this.redis.execute(VISIT, List.of(key), usual, time, expiry.toBytes()));
	}

	/**
	 * Write a change, unless the session is gone.
	 * @param change the change
	 * @param key the session's key
	 * @param storedKey its key before its id was changed, or the same
	 * @return {@code false} if nothing was written because the session is gone
	 */
	boolean write(SessionChange change, String key, String storedKey) {
		boolean rename = change.changesId();
		if (rename && isRedisCluster()) {
			// A script may not touch keys of two slots.
			if (!Boolean.TRUE.equals(this.redis.hasKey(storedKey))) {
				return false;
			}
			this.redis.rename(storedKey, key);
			rename = false;
		}
		List<String> keys = rename ? List.of(key, storedKey) : List.of(key);
		return Boolean.TRUE.equals(this.redis.execute(SAVE, keys, arguments(change).toArray()));
	}

	private static List<byte[]> arguments(SessionChange change) {
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(bytes(change.isNew() ? "new" : "known"));
		arguments.add(change.expiry().toBytes());
		arguments.add(bytes(Integer.toString(change.removed().size())));
		change.removed().forEach((field) -> arguments.add(bytes(field)));
		change.fields().forEach((field, value) -> {
			arguments.add(bytes(field));
			arguments.add(value);
		});
		return arguments;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private boolean isRedisCluster() {
		RedisCallback<Boolean> isCluster = (connection) -> connection instanceof RedisClusterConnection;
		return Boolean.TRUE.equals(this.redis.execute(isCluster));
	}

	void delete(String key) {
		this.redis.delete(key);
	}

}
