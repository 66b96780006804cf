// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.bootcluster.redis.RedisHealth;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Hides failures of Redis from callers of the caches: a failed command yields a
 * substitute result, and none is sent while Redis is blocked. Safe for use by any thread.
 */
final class CacheGuard {

	private static final Log logger = LogFactory.getLog(CacheGuard.class);

	private final Set<Class<?>> faults = ConcurrentHashMap.newKeySet();

	private final RedisHealth redis;

	CacheGuard(RedisHealth redis) {
		this.redis = redis;
	}

	/**
	 * Execute a command.
	 * @param <T> the type of the result
	 * @param command the command
	 * @return the result, or {@code null} if it fails or is not sent
	 */
	<T> @Nullable T call(Supplier<T> command) {
		if (isBlocked()) {
			return null;
		}
		long start = System.nanoTime();
		try {
			return command.get();
		}
		catch (RuntimeException ex) {
			failed(ex, start);
			return null;
		}
	}

	/**
	 * Execute a command.
	 * @param command the command
	 * @return whether it was executed and succeeded
	 */
	boolean run(Runnable command) {
		return call(() -> {
			command.run();
			return true;
		}) != null;
	}

	/**
	 * Whether no commands are sent.
	 */
	boolean isBlocked() {
		return this.redis.isBlocked();
	}

	/**
	 * Report that a command executed elsewhere has failed.
	 * @param problem the failure
	 * @param start {@link System#nanoTime()} when it began
	 */
	void failed(Throwable problem, long start) {
		boolean trouble = this.redis.failed(problem, Duration.ofNanos(System.nanoTime() - start)) != null;
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(problem);
		if (!trouble && !Thread.currentThread().isInterrupted() && this.faults.add(cause.getClass())) {
			logger.warn(("A cache command failed: %s. The cache is treated as empty when this happens."
					+ " Further failures of this kind are not logged")
				.formatted(cause), problem);
		}
	}

}
