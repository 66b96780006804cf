// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.springframework.core.env.Environment;

/**
 * Tells the primary whether workers need a Redis. If they do and there is none, startup
 * fails with advice, rather than the first request with an error. Implementations are
 * listed in {@code META-INF/spring.factories}.
 */
@FunctionalInterface
public interface SharedStateNeed {

	/**
	 * Whether workers need a Redis.
	 * @param environment the application's environment
	 * @return {@code true} if they do
	 */
	boolean isPresent(Environment environment);

}
