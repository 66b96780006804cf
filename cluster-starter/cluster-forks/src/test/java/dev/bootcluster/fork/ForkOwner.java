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
