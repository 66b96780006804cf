// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads what a child process prints and passes on together what it prints together, so
 * that children do not break into each other's lines and stack traces. What has arrived
 * waits for more, but not for long. While it is being received nothing is read: a child
 * that prints faster waits in its own pipe.
 */
final class OutputPump implements Runnable {

	/**
	 * After this silence, what was printed is complete. A JVM writes a long stack trace
	 * in several parts, with microseconds in between.
	 */
	static final Duration SILENCE = Duration.ofMillis(10);

	/**
	 * For so long, the rest of a line may take.
	 */
	static final Duration HALF_LINE = Duration.ofMillis(200);

	/**
	 * For so long, a child that is never silent has to wait.
	 */
	static final Duration OLDEST = Duration.ofMillis(100);

	/**
	 * The first of growing ones: a child that prints without end fills its pipe while
	 * nobody reads.
	 */
	private static final Duration SHORTEST_PAUSE = Duration.ofNanos(250_000);

	private final InputStream from;

	private final OutputReceiver receiver;

	private final LongSupplier nanoTime;

	private final Pause pause;

	private final OutputChunk chunk = new OutputChunk();

	/**
	 * When the chunk began, in nanoseconds; of no meaning while it is empty.
	 */
	private long began;

	OutputPump(InputStream from, OutputReceiver receiver) {
		this(from, receiver, System::nanoTime, (duration) -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
	}

	OutputPump(InputStream from, OutputReceiver receiver, LongSupplier nanoTime, Pause pause) {
		this.from = from;
		this.receiver = receiver;
		this.nanoTime = nanoTime;
		this.pause = pause;
	}

	@Override
	public void run() {
		try (this.from) {
			while (read()) {
				passOn();
			}
		}
		catch (IOException ex) {
			// The process is gone.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		pass(this.chunk.size());
		this.receiver.ended();
	}

	private boolean read() throws IOException {
		byte[] bytes = this.chunk.bytes();
		int count = this.from.read(bytes, this.chunk.size(), bytes.length - this.chunk.size());
		if (count == -1) {
			return false;
		}
		if (this.chunk.isEmpty()) {
			this.began = this.nanoTime.getAsLong();
		}
		this.chunk.grow(count);
		return true;
	}

	/**
	 * Pass on what is complete.
	 */
	private void passOn() throws IOException, InterruptedException {
		if (this.chunk.isFull()) {
			pass(this.chunk.complete());
		}
		else if (isSilent()) {
			pass(this.chunk.size());
		}
		else if (age() >= OLDEST.toNanos()) {
			int complete = this.chunk.complete();
			if (this.chunk.bytes()[complete - 1] == '\n' || age() >= OLDEST.plus(HALF_LINE).toNanos()) {
				pass(complete);
			}
		}
	}

	/**
	 * Wait until more has arrived or nothing more is to be expected.
	 */
	private boolean isSilent() throws IOException, InterruptedException {
		long enough = (this.chunk.endsWithALine() ? SILENCE : HALF_LINE).toNanos();
		long start = this.nanoTime.getAsLong();
		while (this.from.available() == 0) {
			long silent = this.nanoTime.getAsLong() - start;
			if (silent >= enough) {
				return true;
			}
			this.pause.await(Duration.ofNanos(Math.max(SHORTEST_PAUSE.toNanos(), Math.min(silent, SILENCE.toNanos()))));
		}
		return false;
	}

	private long age() {
		return this.nanoTime.getAsLong() - this.began;
	}

	private void pass(int count) {
		if (count > 0) {
			this.receiver.printed(this.chunk.bytes(), count);
			this.chunk.remove(count);
			this.began = this.nanoTime.getAsLong();
		}
	}

	/**
	 * Waits.
	 */
	@FunctionalInterface
	interface Pause {

		/**
		 * Let some time pass.
		 */
		void await(Duration duration) throws InterruptedException;

	}

}
