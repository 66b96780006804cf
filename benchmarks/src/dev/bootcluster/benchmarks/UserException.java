// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

/**
 * Something that the user can put right; the message says how.
 */
final class UserException extends RuntimeException {

	UserException(String message) {
		super(message);
	}

}
