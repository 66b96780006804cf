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
	 */
	BalancerException(String problem, @Nullable Throwable cause) {
		super(problem, cause);
	}

}
