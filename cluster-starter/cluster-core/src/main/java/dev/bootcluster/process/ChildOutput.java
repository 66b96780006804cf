// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.InputStream;
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
		this(process, out, err, name, new LastLines());
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
		this(process, out, err, name, new LastLines(lines));
	}

	private ChildOutput(Process process, PrintStream out, PrintStream err, String name, LastLines lastLines) {
		this.lastLines = lastLines;
		this.pumps = List.of(pump(process.getInputStream(), out, name + "-out"),
				pump(process.getErrorStream(), err, name + "-err"));
		this.pumps.forEach((pump) -> {
			pump.setDaemon(true);
			pump.start();
		});
	}

	private Thread pump(InputStream from, PrintStream to, String name) {
		return new Thread(new OutputPump(from, new Stream(to)), name);
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

	/**
	 * One of the child's streams: the one place that every chunk passes. Whoever wants to
	 * have the child's output receives it here.
	 */
	private final class Stream implements OutputReceiver {

		private final PrintStream to;

		private final OutputTurns turns;

		private final LastLines.Stream lines = ChildOutput.this.lastLines.new Stream();

		Stream(PrintStream to) {
			this.to = to;
			this.turns = OutputTurns.of(to);
		}

		@Override
		public void printed(byte[] bytes, int length) {
			this.lines.add(bytes, length);
			this.turns.print(this, this.to, bytes, length);
		}

		@Override
		public void ended() {
			this.lines.ended();
		}

	}

}
