// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StallProofStream}.
 */
class StallProofStreamTests {

	private static final int CAPACITY = 20;

	private final Terminal terminal = new Terminal();

	private final StallProofStream patient = stream(Duration.ofMinutes(1));

	private final StallProofStream impatient = stream(Duration.ofMillis(1));

	@AfterEach
	void resume() {
		this.terminal.resume();
	}

	@Test
	void whatIsWrittenIsThereWhenTheCallReturns() {
		write(this.patient, "one\n");
		assertThat(this.terminal.shown()).isEqualTo("one\n");
		write(this.patient, "two\n");
		assertThat(this.terminal.shown()).isEqualTo("one\ntwo\n");
	}

	@Test
	void whatAStalledStreamDidNotTakeFollowsInOrder() {
		this.terminal.pause();
		for (int i = 1; i <= 3; i++) {
			write(this.impatient, "line " + i);
		}
		assertThat(this.terminal.shown()).isEmpty();
		this.terminal.resume();
		awaitShown("line 1line 2line 3");
		write(this.impatient, "and more");
		awaitShown("line 1line 2line 3and more");
	}

	@Test
	void whoeverWritesWaitsAgainOnceTheStreamHasTakenAll() {
		this.terminal.pause();
		write(this.impatient, "late");
		this.terminal.resume();
		awaitShown("late");
		write(this.patient, "now");
		assertThat(this.terminal.shown()).isEqualTo("latenow");
	}

	@Test
	void whatIsTooMuchIsLeftOutAndSaid() {
		this.terminal.pause();
		write(this.impatient, "0123456789");
		write(this.impatient, "0123456789");
		write(this.impatient, "x");
		write(this.impatient, "yz");
		this.terminal.resume();
		String note = "[3 bytes of the log are missing here: this output took nothing for a while]\n";
		awaitShown("01234567890123456789" + note);
		write(this.patient, "next");
		assertThat(this.terminal.shown()).endsWith(note + "next");
	}

	@Test
	void endWaitsForWhatIsKept() throws Exception {
		this.terminal.pause();
		write(this.impatient, "last words");
		Thread end = new Thread(() -> this.impatient.finish(Duration.ofMinutes(1)));
		end.start();
		Await.until("the wait", () -> end.getState() == Thread.State.TIMED_WAITING);
		this.terminal.resume();
		end.join();
		assertThat(this.terminal.shown()).isEqualTo("last words");
	}

	@Test
	void endDoesNotWaitForEver() {
		this.terminal.pause();
		write(this.impatient, "last words");
		this.impatient.finish(Duration.ofMillis(1));
		assertThat(this.terminal.shown()).isEmpty();
	}

	@Test
	void oneWriteMayHaveMoreThanFits() {
		write(this.patient, "x".repeat(2 * CAPACITY));
		assertThat(this.terminal.shown()).hasSize(2 * CAPACITY);
	}

	@Test
	void interruptedWriterGoesOnAndStaysInterrupted() {
		this.terminal.pause();
		Thread.currentThread().interrupt();
		write(this.patient, "one");
		assertThat(Thread.interrupted()).isTrue();
		this.terminal.resume();
		awaitShown("one");
	}

	@Test
	void brokenTargetIsNoFailureOfTheWriter() {
		this.terminal.broken = true;
		write(this.patient, "lost");
		this.terminal.broken = false;
		write(this.patient, "one");
		assertThat(this.terminal.shown()).isEqualTo("one");
	}

	private void awaitShown(String text) {
		Await.until(text, () -> this.terminal.shown().equals(text));
	}

	private StallProofStream stream(Duration patience) {
		return new StallProofStream(this.terminal, patience, CAPACITY).start("stall-proof");
	}

	private static void write(StallProofStream stream, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		stream.write(bytes, 0, bytes.length);
		stream.flush();
	}

	/**
	 * Shows what is written to it unless it is paused.
	 */
	private static final class Terminal extends OutputStream {

		private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

		private final Semaphore open = new Semaphore(1);

		private volatile boolean broken;

		void pause() {
			this.open.acquireUninterruptibly();
		}

		void resume() {
			if (this.open.availablePermits() == 0) {
				this.open.release();
			}
		}

		String shown() {
			return this.shown.toString(StandardCharsets.US_ASCII);
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			if (this.broken) {
				throw new IOException("broken");
			}
			this.open.acquireUninterruptibly();
			try {
				this.shown.write(bytes, offset, length);
			}
			finally {
				this.open.release();
			}
		}

	}

}
