/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
 * Around a session repository: does not ask Redis while that is in vain, bounds how long
 * a request waits, and tells trouble with Redis from everything else.
 */
final class SessionGuard implements MethodInterceptor {

	private final Supplier<RedisHealth> redis;

	SessionGuard(Supplier<RedisHealth> redis) {
		this.redis = redis;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
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

}
