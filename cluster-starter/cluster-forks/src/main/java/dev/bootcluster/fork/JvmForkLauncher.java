// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.process.WorkingDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Starts forks as child JVMs, each with a thread that communicates with it.
 */
final class JvmForkLauncher implements ForkLauncher {

	/**
	 * Starts a new session and then executes the JVM in the same process, so that the pid
	 * stays the same.
	 */
	private static final Path SETSID = Path.of("/usr/bin/setsid");

	private final ForkProperties properties;

	private final @Nullable Path directory;

	private final ForkThreads threads = new ForkThreads("cluster-fork");

	JvmForkLauncher(ForkProperties properties, @Nullable Path directory) {
		this.properties = properties;
		this.directory = directory;
	}

	@Override
	public ForkProcess launch(ForkOptions options, boolean detached, ForkProcess.Events events) {
		JvmFork fork = new JvmFork((socket, token) -> builder(options, detached, socket, token).start(), this.directory,
				maxMessageSize(), events);
		this.threads.newThread(fork).start();
		return fork;
	}

	private int maxMessageSize() {
		return (int) this.properties.getMaxMessageSize().toBytes();
	}

	private ProcessBuilder builder(ForkOptions options, boolean detached, Path socket, String token) {
		List<String> arguments = new ArrayList<>(List.of(socket.toString(), Integer.toString(maxMessageSize())));
		List<String> words = new ArrayList<>();
		if (detached) {
			arguments.add(ForkMain.DETACHED);
			if (Files.isExecutable(SETSID)) {
				words.add(SETSID.toString());
			}
		}
		words.addAll(ForkCommand.current().words(options, this.properties.getMaxHeap(), arguments));
		ProcessBuilder builder = new ProcessBuilder(words);
		ForkCommand.environment(options, token, builder.environment());
		Path directory = options.getDirectory();
		builder.directory(((directory != null) ? directory : WorkingDirectory.existing()).toFile());
		Path input = options.getInput();
		if (input != null) {
			builder.redirectInput(input.toFile());
		}
		return builder.redirectOutput(destination(options.getOutput(), detached))
			.redirectError(destination(options.getError(), detached));
	}

	/**
	 * Inherited output is piped through this process, which keeps its last lines.
	 */
	private static Redirect destination(@Nullable Redirect wanted, boolean detached) {
		if (wanted == null) {
			return detached ? Redirect.DISCARD : Redirect.PIPE;
		}
		return (wanted == Redirect.INHERIT) ? Redirect.PIPE : wanted;
	}

	/**
	 * Starts the process of a fork.
	 */
	@FunctionalInterface
	interface Start {

		/**
		 * Start the process.
		 * @param socket the socket to connect to
		 * @param token the token to send first
		 * @return the process
		 * @throws IOException if the operating system refuses
		 */
		Process start(Path socket, String token) throws IOException;

	}

}
