// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.time.Duration;
import java.util.function.Supplier;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisTrouble;
import dev.bootcluster.redis.RequestBudget;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a session repository: sends no commands while Redis is blocked, limits how long a
 * request waits, and distinguishes trouble with Redis from all other failures.
 */
final class SessionGuard implements MethodInterceptor {

	private final Supplier<RedisHealth> redis;

	SessionGuard(Supplier<RedisHealth> redis) {
		this.redis = redis;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (isNeedless(invocation)) {
			return null;
		}
		RedisHealth redis = this.redis.get();
		if (redis.isBlocked()) {
			throw new SessionUnavailableException(redis.info().reason(), null);
		}
		long start = System.nanoTime();
		try {
			return RequestBudget.spend(invocation::proceed);
		}
		catch (SessionUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			RedisTrouble trouble = redis.failed(ex, Duration.ofNanos(System.nanoTime() - start));
			if (trouble == null) {
				throw ex;
			}
			throw new SessionUnavailableException(trouble.reason(), ex);
		}
	}

	/**
	 * Spring Session saves when the response is committed, and again at the end of the
	 * request. What Redis has by then must not cut off an answer that is on its way.
	 */
	private static boolean isNeedless(MethodInvocation invocation) {
		return invocation.getMethod().getName().equals("save")
				&& invocation.getArguments()[0] instanceof ClusterSession session && session.isSaved();
	}

}
