// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.process.ChildOutput;
import dev.bootcluster.process.MarkedProcesses;
import dev.bootcluster.process.RecentOutput;
import dev.bootcluster.process.StandardStreams;
import dev.bootcluster.process.Terminal;
import dev.bootcluster.process.WorkingDirectory;

/**
 * Starts workers as child JVMs.
 */
public final class JvmWorkerLauncher implements WorkerLauncher {

	/**
	 * It becomes the JVM itself, so the process id stays the same.
	 */
	private static final Path NICE = Path.of("/usr/bin/nice");

	private final WorkerCommand command;

	private final Generations generations;

	private final RuntimeFiles files;

	private final RecentOutput output;

	/**
	 * Create a launcher.
	 * @param output keeps what workers print
	 */
	public JvmWorkerLauncher(WorkerCommand command, Generations generations, RuntimeFiles files, RecentOutput output) {
		this.command = command;
		this.generations = generations;
		this.files = files;
		this.output = output;
	}

	@Override
	public WorkerProcess launch(WorkerIdentity identity) throws IOException {
		this.files.restore();
		Generation generation = this.generations.get(identity.generation());
		if (!generation.artifact().isIntact()) {
			this.generations.restore(generation.number());
			throw new IOException("files in %s were changed or deleted and are being restored"
				.formatted(generation.artifact().directory()));
		}
		List<String> words = new ArrayList<>();
		if (identity.trainee() && Files.isExecutable(NICE)) {
			words.addAll(List.of(NICE.toString(), "-n", "19"));
		}
		words.addAll(this.command.words(identity, generation, Terminal.isAttached()));
		ProcessBuilder builder = new ProcessBuilder(words)
			.directory(WorkingDirectory.existing(generation.artifact().invocation().directory()).toFile());
		this.command.environment(generation, builder.environment());
		builder.redirectInput(new File("/dev/null"));
		if (!identity.trainee()) {
			return new JvmWorker(builder.start(), identity, words, this.output.of(identity.slot()), () -> {
			});
		}
		// From JDK 25 on, another JVM makes the archive of what the trainee recorded.
		MarkedProcesses processes = new MarkedProcesses();
		processes.mark(builder.environment());
		return new JvmWorker(builder.start(), identity, words, (line) -> {
		}, processes::kill);
	}

	/**
	 * A child JVM.
	 */
	private static final class JvmWorker implements WorkerProcess {

		private final Process process;

		private final List<String> options;

		private final ChildOutput output;

		private final CompletableFuture<Integer> exit;

		JvmWorker(Process process, WorkerIdentity identity, List<String> options, Consumer<String> lines,
				Runnable onExit) {
			this.process = process;
			this.options = List.copyOf(options);
			PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
			this.output = new ChildOutput(process, identity.trainee() ? nowhere : StandardStreams.out(),
					identity.trainee() ? nowhere : StandardStreams.err(), "cluster-worker-" + identity.launch(), lines);
			this.exit = process.onExit().thenApply((ended) -> {
				onExit.run();
				readLastWords();
				return ended.exitValue();
			});
		}

		private void readLastWords() {
			try {
				this.output.await();
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
			return this.output.lastLines();
		}

		@Override
		public List<String> options() {
			return this.options;
		}

	}

}
