// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands against the cluster in a directory and keeps what they print.
 */
final class TestShell {

	private final Path directory;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final List<Runnable> onInterrupt = new ArrayList<>();

	private boolean terminal;

	private Runnable onPause = () -> {
	};

	TestShell(Path directory) {
		this.directory = directory;
	}

	TestShell onTerminal() {
		this.terminal = true;
		return this;
	}

	/**
	 * Run something whenever a command waits.
	 */
	TestShell onPause(Runnable onPause) {
		this.onPause = onPause;
		return this;
	}

	int run(String... arguments) {
		Shell shell = new Shell(new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8), this.terminal, this.terminal,
				(named) -> Connection.open((named != null) ? named : this.directory, Duration.ofSeconds(20)),
				(duration) -> this.onPause.run(), (action) -> {
					this.onInterrupt.add(action);
					return () -> this.onInterrupt.remove(action);
				});
		return ClusterCommandLine.run(shell, arguments);
	}

	void interrupt() {
		this.onInterrupt.forEach(Runnable::run);
	}

	boolean reactsToInterrupts() {
		return !this.onInterrupt.isEmpty();
	}

	String out() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

}
