// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import org.jspecify.annotations.Nullable;

/**
 * The application's balancer cannot be had.
 */
public class BalancerException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param problem what is wrong, completing "The class …"
	 * @param cause why, {@code null} if the problem says it all
	 */
	public BalancerException(String problem, @Nullable Throwable cause) {
		super(problem, cause);
	}

}
