// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.Objects;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.stereotype.Component;

/**
 * A pretended database in which the number of users squares whenever it is asked for.
 */
@Component
class UserDatabase {

	static final String CACHE = "user-database";

	private static final long FIRST = 5;

	/** Nobody has more users than there are people: then the story begins anew. */
	private static final long PEOPLE = 8_000_000_000L;

	private final Cache rows;

	UserDatabase(CacheManager caches) {
		// Rows live in the cache so that the count goes on in whichever worker asks next.
		this.rows = Objects.requireNonNull(caches.getCache(CACHE), "no cache " + CACHE);
	}

	/**
	 * Count the users. Calls must not overlap.
	 * @return the number of users, at least 25
	 */
	long countUsers() {
		Long last = this.rows.get("count", Long.class);
		long count = next((last != null) ? last : FIRST);
		this.rows.put("count", count);
		return count;
	}

	static long next(long count) {
		return (count * count <= PEOPLE) ? count * count : FIRST * FIRST;
	}

}
