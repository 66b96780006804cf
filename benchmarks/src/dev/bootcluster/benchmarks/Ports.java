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

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;

/**
 * Hands out free ports below the kernel's range for clients, which a load of new
 * connections uses up.
 */
final class Ports {

	private static final int FIRST = 18_000;

	private static final int LAST = 32_000;

	private static int next = FIRST;

	private Ports() {
	}

	static synchronized int free() throws IOException {
		while (next < LAST) {
			int port = next++;
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Somebody has it.
			}
		}
		throw new IOException("no free port between %d and %d".formatted(FIRST, LAST));
	}

}
