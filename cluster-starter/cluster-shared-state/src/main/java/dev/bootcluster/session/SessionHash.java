// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The format of a session in Redis: a hash like that of Spring Session's
 * {@code RedisSessionRepository}, so that sessions survive a change of the repository.
 */
final class SessionHash {

	static final String CREATION_TIME = "creationTime";

	static final String LAST_ACCESSED_TIME = "lastAccessedTime";

	static final String MAX_INACTIVE_INTERVAL = "maxInactiveInterval";

	private static final String ATTRIBUTE = "sessionAttr:";

	private SessionHash() {
	}

	static String attribute(String name) {
		return ATTRIBUTE + name;
	}

	static boolean isAttribute(String field) {
		return field.startsWith(ATTRIBUTE);
	}

	/**
	 * The name of the attribute in a field, or the field's own name if it holds none.
	 */
	static String attributeOf(String field) {
		return isAttribute(field) ? field.substring(ATTRIBUTE.length()) : field;
	}

	/**
	 * The session in a hash.
	 * @return the session, {@code null} if this application cannot read its times
	 */
	static @Nullable ClusterSession read(ClusterSessionRepository repository, String id, Map<String, byte[]> hash) {
		Number creationTime = number(repository, hash, CREATION_TIME);
		Number lastAccessedTime = number(repository, hash, LAST_ACCESSED_TIME);
		Number maxInactiveInterval = number(repository, hash, MAX_INACTIVE_INTERVAL);
		if (creationTime == null || lastAccessedTime == null || maxInactiveInterval == null) {
			return null;
		}
		SessionAttributes attributes = repository.attributes();
		hash.forEach((field, value) -> {
			if (isAttribute(field)) {
				attributes.addStored(attributeOf(field), value);
			}
		});
		return ClusterSession.stored(repository, attributes, id, Instant.ofEpochMilli(creationTime.longValue()),
				Instant.ofEpochMilli(lastAccessedTime.longValue()),
				Duration.ofSeconds(maxInactiveInterval.longValue()));
	}

	private static @Nullable Number number(ClusterSessionRepository repository, Map<String, byte[]> hash,
			String field) {
		byte[] value = hash.get(field);
		return (value != null && repository.values().read(field, value) instanceof Number number) ? number : null;
	}

}
