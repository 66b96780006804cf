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

package dev.bootcluster.primary;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.ipc.LastLines;
import dev.bootcluster.ipc.OutputPump;

/**
 * Starts workers as child JVMs.
 */
final class JvmWorkerLauncher implements WorkerLauncher {

	/**
	 * Becomes the JVM itself: the process keeps its id.
	 */
	private static final Path NICE = Path.of("/usr/bin/nice");

	private final WorkerCommand command;

	private final Generations generations;

	JvmWorkerLauncher(WorkerCommand command, Generations generations) {
		this.command = command;
		this.generations = generations;
	}

	@Override
	public WorkerProcess launch(WorkerIdentity identity) throws IOException {
		boolean terminal = System.console() != null;
		Generation generation = this.generations.get(identity.generation());
		if (!generation.artifact().isIntact()) {
			this.generations.restore(generation.number());
			throw new IOException("files in %s were changed or deleted; they are made again"
				.formatted(generation.artifact().directory()));
		}
		List<String> words = new ArrayList<>();
		if (identity.trainee() && Files.isExecutable(NICE)) {
			words.addAll(List.of(NICE.toString(), "-n", "19"));
		}
		words.addAll(this.command.words(identity, generation, terminal));
		ProcessBuilder builder = new ProcessBuilder(words);
		this.command.environment(generation, builder.environment());
		builder.redirectInput(new File("/dev/null"));
		return new JvmWorker(builder.start(), identity);
	}

	/**
	 * A child JVM.
	 */
	private static final class JvmWorker implements WorkerProcess {

		private final Process process;

		private final LastLines lastLines = new LastLines();

		private final CompletableFuture<Integer> exit;

		JvmWorker(Process process, WorkerIdentity identity) {
			this.process = process;
			PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
			Thread out = pump(process.getInputStream(), identity.trainee() ? nowhere : System.out,
					"cluster-out-" + identity.launch());
			Thread err = pump(process.getErrorStream(), identity.trainee() ? nowhere : System.err,
					"cluster-err-" + identity.launch());
			this.exit = process.onExit().thenApply((ended) -> {
				join(out);
				join(err);
				return ended.exitValue();
			});
		}

		private Thread pump(InputStream from, PrintStream to, String name) {
			Thread thread = new Thread(new OutputPump(from, to, this.lastLines), name);
			thread.setDaemon(true);
			thread.start();
			return thread;
		}

		/**
		 * A grandchild may hold the pipe open for ever; its worker is gone all the same.
		 */
		private static void join(Thread thread) {
			try {
				thread.join(500);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public long pid() {
			return this.process.pid();
		}

		@Override
		public CompletableFuture<Integer> exit() {
			return this.exit;
		}

		@Override
		public void terminate() {
			this.process.destroy();
		}

		@Override
		public void kill() {
			this.process.destroyForcibly();
		}

		@Override
		public List<String> lastLines() {
			return this.lastLines.get();
		}

	}

}
