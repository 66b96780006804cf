// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

/**
 * The application cannot be a cluster on this machine, and runs standalone.
 */
final class NoPrimaryException extends RuntimeException {

	NoPrimaryException(String obstacle) {
		super(obstacle);
	}

}
