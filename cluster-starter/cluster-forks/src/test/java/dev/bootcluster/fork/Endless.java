// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

/**
 * A task that sends its process id and runs forever.
 */
record Endless() implements ForkTask<Integer> {

	@Override
	public Integer run(ForkContext fork) {
		fork.send(ProcessHandle.current().pid());
		while (true) {
			Thread.onSpinWait();
		}
	}

}
