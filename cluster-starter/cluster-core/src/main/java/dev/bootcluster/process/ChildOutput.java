// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The output of a child process on both streams, passed on and remembered.
 */
public final class ChildOutput {

	/**
	 * How long to read the remaining output of an ended process, whose pipe a grandchild
	 * may hold open forever.
	 */
	private static final Duration LAST_WORDS = Duration.ofMillis(500);

	private final LastLines lastLines;

	private final List<Thread> pumps;

	/**
	 * Read each stream on a thread of its own.
	 * @param process the child
	 * @param out where its standard output goes
	 * @param err where its standard error goes
	 * @param name the prefix of the thread names
	 */
	public ChildOutput(Process process, PrintStream out, PrintStream err, String name) {
		this(process, out, err, name, (line) -> {
		});
	}

	/**
	 * Read each stream on a thread of its own.
	 * @param process the child
	 * @param out where its standard output goes
	 * @param err where its standard error goes
	 * @param name the prefix of the thread names
	 * @param lines is given every line, on either thread
	 */
	public ChildOutput(Process process, PrintStream out, PrintStream err, String name, Consumer<String> lines) {
		this.lastLines = new LastLines(lines);
		this.pumps = List.of(new Thread(new OutputPump(process.getInputStream(), out, this.lastLines), name + "-out"),
				new Thread(new OutputPump(process.getErrorStream(), err, this.lastLines), name + "-err"));
		this.pumps.forEach((pump) -> {
			pump.setDaemon(true);
			pump.start();
		});
	}

	/**
	 * Wait briefly until all output left by an ended process has been read.
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void await() throws InterruptedException {
		for (Thread pump : this.pumps) {
			pump.join(LAST_WORDS.toMillis());
		}
	}

	/**
	 * Return the last lines it printed.
	 * @return the lines, the oldest first
	 */
	public List<String> lastLines() {
		return this.lastLines.get();
	}

}
