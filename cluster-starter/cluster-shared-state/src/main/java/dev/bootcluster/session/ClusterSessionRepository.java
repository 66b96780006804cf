// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FlushMode;
import org.springframework.session.MapSession;
import org.springframework.session.SaveMode;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.SessionRepository;
import org.springframework.session.UuidSessionIdGenerator;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.util.Assert;

/**
 * Sessions in Redis, each read with one command and written with one.
 * <p>
 * Keys and fields are those of {@link RedisSessionRepository}, and so are the semantics:
 * a request writes only what it changed, nothing brings an invalidated session back, and
 * there are no session events. An attribute that the application cannot read, because its
 * class has changed or does not exist, is left out with a warning; it stays in Redis
 * until the application sets or removes it.
 * <p>
 * Safe for use by several threads; its sessions are not. Exceptions of Spring Data Redis
 * reach the caller unchanged.
 */
public class ClusterSessionRepository implements SessionRepository<ClusterSession> {

	private final SessionStore store;

	private final SessionValues values;

	private String keyPrefix = prefix(RedisSessionRepository.DEFAULT_KEY_NAMESPACE);

	private Duration defaultMaxInactiveInterval = MapSession.DEFAULT_MAX_INACTIVE_INTERVAL;

	private FlushMode flushMode = FlushMode.ON_SAVE;

	private SaveMode saveMode = SaveMode.ON_SET_ATTRIBUTE;

	private boolean detectsChanges;

	private SessionIdGenerator idGenerator = UuidSessionIdGenerator.getInstance();

	/**
	 * Create a repository.
	 * @param connectionFactory the connections to Redis
	 * @param serializer serializes the values in sessions
	 */
	public ClusterSessionRepository(RedisConnectionFactory connectionFactory, RedisSerializer<Object> serializer) {
		this.store = new SessionStore(connectionFactory);
		this.values = new SessionValues(serializer);
	}

	/**
	 * Set how long a new session lives without requests, 30 minutes by default.
	 * @param defaultMaxInactiveInterval the time, in whole seconds; negative if sessions
	 * never expire
	 */
	public void setDefaultMaxInactiveInterval(Duration defaultMaxInactiveInterval) {
		this.defaultMaxInactiveInterval = defaultMaxInactiveInterval;
	}

	/**
	 * Set the prefix of all keys, {@code spring:session} by default.
	 * @param namespace the namespace
	 * @throws IllegalArgumentException if it is blank
	 */
	public void setRedisKeyNamespace(String namespace) {
		Assert.hasText(namespace, "Session namespace must not be blank");
		this.keyPrefix = prefix(namespace.trim());
	}

	/**
	 * Set when changes are written, by default when the response is committed.
	 * @param flushMode the mode
	 */
	public void setFlushMode(FlushMode flushMode) {
		this.flushMode = flushMode;
	}

	/**
	 * Set which attributes are written, by default those the request has set.
	 * @param saveMode the mode
	 */
	public void setSaveMode(SaveMode saveMode) {
		this.saveMode = saveMode;
	}

	/**
	 * Set whether attributes are also written whose objects a request has changed without
	 * setting them again, {@code false} by default. When the session is saved, each
	 * object that the request has read is serialized and compared with what it was then.
	 * @param detectsChanges whether to look for such changes
	 */
	public void setDetectsChanges(boolean detectsChanges) {
		this.detectsChanges = detectsChanges;
	}

	/**
	 * Set the generator of session ids, random UUIDs by default.
	 * @param idGenerator the generator
	 */
	public void setSessionIdGenerator(SessionIdGenerator idGenerator) {
		this.idGenerator = idGenerator;
	}

	@Override
	public ClusterSession createSession() {
		ClusterSession session = ClusterSession.create(this, attributes(), generateId(),
				this.defaultMaxInactiveInterval);
		if (this.flushMode == FlushMode.IMMEDIATE) {
			save(session);
		}
		return session;
	}

	/**
	 * Write what has changed in a session since it was read or saved.
	 * @param session the session
	 * @throws IllegalStateException if the session has been invalidated meanwhile
	 */
	@Override
	public void save(ClusterSession session) {
		if (session.isSaved()) {
			return;
		}
		SessionChange change = session.change();
		String stored = Objects.requireNonNullElse(change.storedId(), change.id());
		if (!this.store.write(change, key(change.id()), key(stored))) {
			throw new IllegalStateException("Session was invalidated");
		}
		session.changeSaved(change);
	}

	@Override
	public @Nullable ClusterSession findById(String id) {
		return found(id, this.store.read(key(id)));
	}

	private @Nullable ClusterSession found(String id, Map<String, byte[]> hash) {
		if (hash.isEmpty()) {
			return null;
		}
		ClusterSession session = SessionHash.read(this, id, hash);
		if (session != null && session.isExpired()) {
			deleteById(id);
			return null;
		}
		return session;
	}

	/**
	 * Find the session of a request. Unlike {@link #findById}, this also records the
	 * access, with the same command.
	 * @param id the session's id
	 * @return the session, {@code null} if there is none
	 */
	public @Nullable ClusterSession findByIdAndVisit(String id) {
		Instant now = Instant.now();
		Duration usual = this.defaultMaxInactiveInterval;
		SessionVisit visit = this.store.visit(key(id), this.values.write((int) usual.toSeconds()),
				this.values.write(now.toEpochMilli()), SessionExpiry.after(now, usual));
		ClusterSession session = found(id, visit.hash());
		if (session != null && visit.noted()) {
			session.visited(now);
		}
		return session;
	}

	@Override
	public void deleteById(String id) {
		this.store.delete(key(id));
	}

	/**
	 * No attributes yet.
	 */
	SessionAttributes attributes() {
		return new SessionAttributes(this.values, this.detectsChanges);
	}

	FlushMode flushMode() {
		return this.flushMode;
	}

	SaveMode saveMode() {
		return this.saveMode;
	}

	SessionValues values() {
		return this.values;
	}

	String generateId() {
		return this.idGenerator.generate();
	}

	private String key(String id) {
		return this.keyPrefix + id;
	}

	private static String prefix(String namespace) {
		return namespace + ":sessions:";
	}

}
