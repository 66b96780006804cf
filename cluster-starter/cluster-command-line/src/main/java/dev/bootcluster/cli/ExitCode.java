// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

/**
 * How a command ended, for scripts.
 */
final class ExitCode {

	static final int DONE = 0;

	static final int FAILED = 1;

	static final int USAGE = 2;

	static final int NOTHING_RUNS = 3;

	private ExitCode() {
	}

}
