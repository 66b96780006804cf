// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputTurns}.
 */
class OutputTurnsTests {

	private final OutputTurns turns = new OutputTurns();

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final PrintStream out = new PrintStream(this.printed);

	@Test
	void halfALineOfOneIsNotContinuedByAnother() {
		print("a", "one ");
		print("b", "two\n");
		print("a", "three\n");
		assertThat(this.printed).hasToString("one \ntwo\nthree\n");
	}

	@Test
	void halfALineIsContinuedByItsWriter() {
		print("a", "one ");
		print("a", "and two\n");
		print("b", "three\n");
		assertThat(this.printed).hasToString("one and two\nthree\n");
	}

	@Test
	void lineIsEndedOnTheStreamItIsOn() {
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		print("a", "one ");
		byte[] bytes = "two\n".getBytes(StandardCharsets.UTF_8);
		this.turns.print("b", new PrintStream(errors), bytes, bytes.length);
		assertThat(this.printed).hasToString("one \n");
		assertThat(errors).hasToString("two\n");
	}

	@Test
	void whoeverPrintsAllTheTimeWaitsForTheTurnOfAnother() throws Exception {
		List<String> order = new CopyOnWriteArrayList<>();
		CountDownLatch slow = new CountDownLatch(1);
		PrintStream stream = new PrintStream(new OutputStream() {

			@Override
			public void write(int value) {
				throw new UnsupportedOperationException();
			}

			@Override
			public void write(byte[] bytes, int offset, int length) {
				order.add(new String(bytes, offset, length, StandardCharsets.UTF_8).strip());
				if (order.size() == 1) {
					await(slow);
				}
			}

		});
		Thread flood = new Thread(() -> {
			for (int i = 1; i <= 3; i++) {
				print(stream, "flood", "flood " + i + "\n");
			}
		});
		flood.start();
		Await.until("the flood", () -> order.size() == 1);
		Thread other = new Thread(() -> print(stream, "other", "other\n"));
		other.start();
		Await.until("the other's wish", () -> this.turns.waiting() == 1);
		slow.countDown();
		flood.join();
		other.join();
		assertThat(order).containsExactly("flood 1", "other", "flood 2", "flood 3");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void print(Object writer, String text) {
		print(this.out, writer, text);
	}

	private void print(PrintStream stream, Object writer, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.turns.print(writer, stream, bytes, bytes.length);
	}

}
