// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process with forks, for tests of its death. Prints their process ids on one line.
 */
final class ForkOwner {

	private ForkOwner() {
	}

	public static void main(String[] arguments) throws Exception {
		String release = arguments[0];
		ForkProperties properties = new ForkProperties();
		properties.setMax(2);
		ForkPool pool = new ForkPool(properties, null);
		ForkOptions options = ForkOptions.builder().onMessage((pid) -> {
			long detached = pool.detach((fork) -> {
				waitFor(release);
				return 0;
			}, ForkOptions.defaults()).join().pid();
			System.out.println("%s %d".formatted(pid, detached));
		}).build();
		pool.submit((fork) -> {
			fork.send(ProcessHandle.current().pid());
			waitFor(release);
			return 0;
		}, options).join();
	}

	private static void waitFor(String file) {
		while (Files.notExists(Path.of(file))) {
			Thread.onSpinWait();
		}
	}

}
