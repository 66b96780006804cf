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

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Sends signals as {@code kill} does.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Send a signal.
	 * @param name its name without {@code SIG}
	 * @param target a process, or a process group with a minus
	 */
	static void send(String name, String target) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, "--", target).inheritIO().start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("kill -%s %s failed".formatted(name, target));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
