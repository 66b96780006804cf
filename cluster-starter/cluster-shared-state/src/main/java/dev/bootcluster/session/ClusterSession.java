// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.session.FlushMode;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;

/**
 * A session as one request sees it, with the changes it has made. As in Spring Session,
 * not safe for use by several threads at once.
 */
public final class ClusterSession implements Session {

	private static final Duration SAME_VISIT = Duration.ofSeconds(1);

	private final ClusterSessionRepository repository;

	private final SessionAttributes attributes;

	private final Instant creationTime;

	private Instant lastAccessedTime;

	private Duration maxInactiveInterval;

	private String id;

	private @Nullable String storedId;

	/**
	 * The session's own fields to write; below, the names of attributes to write or
	 * remove.
	 */
	private final Map<String, Object> changedFields = new HashMap<>();

	private final Set<String> changedAttributes = new HashSet<>();

	/**
	 * When the request arrived, if Redis has recorded the visit.
	 */
	private @Nullable Instant visited;

	private boolean saved;

	private ClusterSession(ClusterSessionRepository repository, SessionAttributes attributes, String id,
			Instant creationTime, Instant lastAccessedTime, Duration maxInactiveInterval) {
		this.repository = repository;
		this.attributes = attributes;
		this.id = id;
		this.creationTime = creationTime;
		this.lastAccessedTime = lastAccessedTime;
		this.maxInactiveInterval = maxInactiveInterval;
	}

	static ClusterSession create(ClusterSessionRepository repository, SessionAttributes attributes, String id,
			Duration maxInactiveInterval) {
		Instant now = Instant.now();
		ClusterSession session = new ClusterSession(repository, attributes, id, now, now, maxInactiveInterval);
		session.changedFields.put(SessionHash.CREATION_TIME, now.toEpochMilli());
		session.changedFields.put(SessionHash.LAST_ACCESSED_TIME, now.toEpochMilli());
		session.changedFields.put(SessionHash.MAX_INACTIVE_INTERVAL, (int) maxInactiveInterval.toSeconds());
		return session;
	}

	static ClusterSession stored(ClusterSessionRepository repository, SessionAttributes attributes, String id,
			Instant creationTime, Instant lastAccessedTime, Duration maxInactiveInterval) {
		ClusterSession session = new ClusterSession(repository, attributes, id, creationTime, lastAccessedTime,
				maxInactiveInterval);
		session.storedId = id;
		if (repository.saveMode() == SaveMode.ALWAYS) {
			session.changedAttributes.addAll(attributes.storedNames());
		}
		return session;
	}

	@Override
	public String getId() {
		return this.id;
	}

	/**
	 * The id under which Redis has the session, if it has.
	 */
	@Nullable String storedId() {
		return this.storedId;
	}

	@Override
	public String changeSessionId() {
		this.id = this.repository.generateId();
		return this.id;
	}

	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	public <T> @Nullable T getAttribute(String name) {
		Object value = this.attributes.get(name);
		if (value != null && this.repository.saveMode() == SaveMode.ON_GET_ATTRIBUTE) {
			this.changedAttributes.add(name);
		}
		return (T) value;
	}

	@Override
	public Set<String> getAttributeNames() {
		return this.attributes.names();
	}

	@Override
	public void setAttribute(String name, @Nullable Object value) {
		this.attributes.set(name, value);
		this.changedAttributes.add(name);
		flushIfImmediate();
	}

	@Override
	public void removeAttribute(String name) {
		setAttribute(name, null);
	}

	@Override
	public Instant getCreationTime() {
		return this.creationTime;
	}

	@Override
	public Instant getLastAccessedTime() {
		return this.lastAccessedTime;
	}

	/**
	 * Redis has already recorded that the session was accessed.
	 */
	void visited(Instant time) {
		this.lastAccessedTime = time;
		this.visited = time;
		this.saved = true;
	}

	/**
	 * The caller that found the session for a request immediately sets its access time,
	 * which need not be written to Redis twice.
	 */
	private boolean isVisit(Instant time) {
		return this.visited != null && Duration.between(this.visited, time).abs().compareTo(SAME_VISIT) < 0;
	}

	@Override
	public void setLastAccessedTime(Instant lastAccessedTime) {
		this.lastAccessedTime = lastAccessedTime;
		if (!isVisit(lastAccessedTime)) {
			this.changedFields.put(SessionHash.LAST_ACCESSED_TIME, lastAccessedTime.toEpochMilli());
		}
		flushIfImmediate();
	}

	@Override
	public Duration getMaxInactiveInterval() {
		return this.maxInactiveInterval;
	}

	@Override
	public void setMaxInactiveInterval(Duration interval) {
		this.maxInactiveInterval = interval;
		this.changedFields.put(SessionHash.MAX_INACTIVE_INTERVAL, (int) interval.toSeconds());
		flushIfImmediate();
	}

	/**
	 * Zero means never, as the servlet specification has it.
	 */
	@Override
	public boolean isExpired() {
		return SessionExpiry.isEver(this.maxInactiveInterval)
				&& !Instant.now().isBefore(this.lastAccessedTime.plus(this.maxInactiveInterval));
	}

	private void flushIfImmediate() {
		if (this.repository.flushMode() == FlushMode.IMMEDIATE) {
			this.repository.save(this);
		}
	}

	/**
	 * Whether Redis has all changes. A request saves its session when the response is
	 * committed and again at its end.
	 */
	boolean isSaved() {
		return this.saved && this.changedFields.isEmpty() && this.changedAttributes.isEmpty()
				&& this.id.equals(this.storedId) && this.attributes.changed().isEmpty();
	}

	SessionChange change() {
		Map<String, byte[]> fields = new HashMap<>();
		List<String> removed = new ArrayList<>();
		this.changedAttributes.addAll(this.attributes.changed());
		this.changedFields.forEach((field, value) -> fields.put(field, this.repository.values().write(value)));
		for (String name : this.changedAttributes) {
			byte[] value = this.attributes.toStore(name);
			if (value != null) {
				fields.put(SessionHash.attribute(name), value);
			}
			else {
				removed.add(SessionHash.attribute(name));
			}
		}
		return new SessionChange(this.id, this.storedId, expiry(), fields, removed);
	}

	/**
	 * A visit that Redis has recorded is not written again: that might undo a later
	 * visit. A renamed session may lose its expiry, so it is written.
	 */
	private SessionExpiry expiry() {
		boolean noted = this.visited != null && this.id.equals(this.storedId)
				&& !this.changedFields.containsKey(SessionHash.LAST_ACCESSED_TIME)
				&& !this.changedFields.containsKey(SessionHash.MAX_INACTIVE_INTERVAL);
		return noted ? SessionExpiry.KEPT : SessionExpiry.after(this.lastAccessedTime, this.maxInactiveInterval);
	}

	/**
	 * Redis has a change of this session.
	 */
	void changeSaved(SessionChange change) {
		for (String name : this.changedAttributes) {
			byte[] value = change.fields().get(SessionHash.attribute(name));
			if (value != null) {
				this.attributes.remember(name, value);
			}
		}
		this.changedFields.clear();
		this.changedAttributes.clear();
		this.storedId = this.id;
		this.saved = true;
	}

}
