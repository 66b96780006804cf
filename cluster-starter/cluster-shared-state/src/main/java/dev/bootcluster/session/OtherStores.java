// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.List;

/**
 * Stores of sessions that work whatever becomes of Redis.
 */
final class OtherStores {

	/**
	 * How the names of Spring Session's repositories for them begin, those of MongoDB and
	 * Hazelcast also since their vendors maintain them.
	 */
	private static final List<String> REPOSITORIES = List.of("org.springframework.session.jdbc.",
			"org.springframework.session.data.mongo.", "org.mongodb.spring.session.",
			"org.springframework.session.hazelcast.", "com.hazelcast.spring.session.");

	private OtherStores() {
	}

	/**
	 * Return whether a repository keeps its sessions in one of them.
	 * @param repository the class of the repository
	 */
	static boolean areOf(Class<?> repository) {
		for (Class<?> type = repository; type != null; type = type.getSuperclass()) {
			if (REPOSITORIES.stream().anyMatch(type.getName()::startsWith)) {
				return true;
			}
		}
		return false;
	}

}
