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
 * Lets no failure of Redis out of the caches: a command that fails counts as done with
 * another result, and none is tried while that would be in vain. Can be used by any
 * thread.
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
	 * @param <T> its result
	 * @param command the command
	 * @return the result, or {@code null} if it fails or is not tried
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
	 * @return if it was executed and did not fail
	 */
	boolean run(Runnable command) {
		return call(() -> {
			command.run();
			return true;
		}) != null;
	}

	/**
	 * If no commands are tried.
	 */
	boolean isBlocked() {
		return this.redis.isBlocked();
	}

	/**
	 * A command has failed that was not executed here.
	 * @param problem why
	 * @param start when it began, in {@link System#nanoTime()}
	 */
	void failed(Throwable problem, long start) {
		boolean trouble = this.redis.failed(problem, Duration.ofNanos(System.nanoTime() - start)) != null;
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(problem);
		if (!trouble && !Thread.currentThread().isInterrupted() && this.faults.add(cause.getClass())) {
			logger.warn("A cache command failed: %s. The cache counts as empty then; others of this kind are not logged"
				.formatted(cause), problem);
		}
	}

}
