// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputPump}, {@link OutputChunk} and {@link LastLines}.
 */
class OutputPumpTests {

	private static final String TRACE = """
			2026-11-29T12:00:00 ERROR 42 --- [worker-1] Servlet.service() threw an exception
			java.lang.IllegalStateException: no
				at com.example.Shop.buy(Shop.java:42)
				at com.example.Shop.main(Shop.java:7)
			Caused by: java.io.IOException
				at com.example.Disk.write(Disk.java:1)
				... 2 more
			""";

	private final List<String> received = new ArrayList<>();

	private final List<Duration> times = new ArrayList<>();

	private final LastLines lastLines = new LastLines();

	private final Script script = new Script();

	@Test
	void whatIsPrintedAtOnceIsReceivedAtOnce() {
		this.script.prints(0, "one\ntwo\n").prints(1, "three\n");
		pump();
		assertThat(this.received).containsExactly("one\ntwo\nthree\n");
		assertThat(this.lastLines.get()).containsExactly("one", "two", "three");
	}

	@Test
	void whatIsPrintedLaterIsReceivedLater() {
		this.script.prints(0, "one\n").prints(100, "two\n");
		pump();
		assertThat(this.received).containsExactly("one\n", "two\n");
		assertThat(this.times.get(0)).isBetween(OutputPump.SILENCE, OutputPump.SILENCE.multipliedBy(2));
	}

	@Test
	void stackTraceThatArrivesInPartsIsReceivedWhole() {
		for (int i = 0; i < TRACE.length(); i += 50) {
			this.script.prints(i / 50, TRACE.substring(i, Math.min(i + 50, TRACE.length())));
		}
		this.script.prints(500, "next\n");
		pump();
		assertThat(this.received).containsExactly(TRACE, "next\n");
	}

	@Test
	void restOfALineIsWaitedForLonger() {
		this.script.prints(0, "tw").prints(150, "o\n");
		pump();
		assertThat(this.received).containsExactly("two\n");
	}

	@Test
	void lineThatGrowsSlowlyIsSeenToGrow() {
		for (int i = 0; i < 40; i++) {
			this.script.prints(50 * i, ".");
		}
		pump();
		assertThat(this.received).hasSizeBetween(5, 8);
		assertThat(this.lastLines.get()).containsExactly(".".repeat(40));
	}

	@Test
	void halfALineIsNotHeldForLong() {
		this.script.prints(0, "Password: ").prints(5000, "thanks\n");
		pump();
		assertThat(this.received).containsExactly("Password: ", "thanks\n");
		assertThat(this.times.get(0)).isLessThan(OutputPump.HALF_LINE.plus(OutputPump.SILENCE));
		assertThat(this.lastLines.get()).as("one line").containsExactly("Password: thanks");
	}

	@Test
	void processThatIsNeverSilentIsReceivedInWholeStackTraces() {
		for (int i = 0; i < 100; i++) {
			this.script.prints(2 * i, TRACE.substring(0, 100)).prints(2 * i + 1, TRACE.substring(100));
		}
		pump();
		assertThat(this.received).hasSizeBetween(2, 4).allMatch((chunk) -> chunk.replace(TRACE, "").isEmpty());
		assertThat(String.join("", this.received)).isEqualTo(TRACE.repeat(100));
	}

	@Test
	void floodIsReceivedInBoundedChunksOfWholeStackTraces() {
		String flood = TRACE.repeat(5000);
		this.script.prints(0, flood);
		pump();
		assertThat(String.join("", this.received)).isEqualTo(flood);
		assertThat(this.received).hasSizeGreaterThan(20)
			.allMatch((chunk) -> chunk.length() <= OutputChunk.LONGEST)
			.allMatch((chunk) -> chunk.replace(TRACE, "").isEmpty());
	}

	@Test
	void stackTraceThatIsLongerThanAnyChunkIsCutBetweenLines() {
		String trace = "Overflow\n" + "\tat com.example.Shop.again(Shop.java:1)\n".repeat(5000);
		this.script.prints(0, trace);
		pump();
		assertThat(String.join("", this.received)).isEqualTo(trace);
		assertThat(this.received).hasSizeGreaterThan(1)
			.allMatch((chunk) -> chunk.length() <= OutputChunk.LONGEST && chunk.endsWith("\n"));
	}

	@Test
	void endlessLineIsReceivedInParts() {
		String line = "x".repeat(100_000) + "\n";
		this.script.prints(0, line);
		pump();
		assertThat(String.join("", this.received)).isEqualTo(line);
		assertThat(this.received).hasSizeGreaterThan(1);
		assertThat(this.lastLines.get()).containsExactly("x".repeat(2000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "next", "2026-11-29 next", "[worker-1] next", "{\"message\":\"next\"}", "a.b.c next",
			"com.example.shop: next" })
	void lineThatBeginsSomethingNewMayBeReceivedLater(String line) {
		assertThat(complete(TRACE + line + "\n")).isEqualTo(TRACE);
		assertThat(complete(TRACE + line)).isEqualTo(TRACE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\tat a.B.c(B.java)", "  detail", "", "Caused by: a.B", "Wrapped by: a.B: no",
			"a.b.MyException", "a.b.Outer$Inner: no" })
	void lineThatBelongsToTheOneBeforeIsReceivedWithIt(String line) {
		assertThat(complete("one\n" + TRACE + line + "\n")).isEqualTo("one\n");
	}

	@Test
	void lastLineWithoutAnEndIsReceivedToo() {
		this.script.prints(0, "one\nlast words");
		pump();
		assertThat(String.join("", this.received)).isEqualTo("one\nlast words");
		assertThat(this.lastLines.get()).endsWith("one", "last words");
	}

	@Test
	void characterThatArrivesInPiecesIsIntact() {
		byte[] bytes = "größe\n".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < bytes.length; i++) {
			this.script.prints(i, bytes[i]);
		}
		pump();
		assertThat(this.received).containsExactly("größe\n");
	}

	@Test
	void emptyLinesAreKept() {
		this.script.prints(0, "\n\n");
		pump();
		assertThat(this.received).containsExactly("\n\n");
		assertThat(this.lastLines.get()).containsExactly("", "");
	}

	@Test
	void pipeThatBreaksEndsThePump() {
		this.script.prints(0, "one\n").breaks();
		pump();
		assertThat(this.received).containsExactly("one\n");
	}

	@Test
	void lastLinesAreTheLastFiftyHoweverTheyArrive() {
		String lines = IntStream.rangeClosed(1, 9000).mapToObj((i) -> "line " + i + "\n").collect(Collectors.joining());
		this.script.prints(0, lines);
		pump();
		assertThat(this.lastLines.get()).hasSize(50).startsWith("line 8951").endsWith("line 9000");
	}

	private static String complete(String printed) {
		OutputChunk chunk = new OutputChunk();
		byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
		for (byte next : bytes) {
			chunk.bytes()[chunk.size()] = next;
			chunk.grow(1);
		}
		return new String(bytes, 0, chunk.complete(), StandardCharsets.UTF_8);
	}

	private void pump() {
		LastLines.Stream lines = this.lastLines.new Stream();
		OutputReceiver receiver = new OutputReceiver() {

			@Override
			public void printed(byte[] bytes, int length) {
				OutputPumpTests.this.received.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
				OutputPumpTests.this.times.add(OutputPumpTests.this.script.now);
				lines.add(bytes, length);
			}

			@Override
			public void ended() {
				lines.ended();
			}

		};
		new OutputPump(this.script, receiver, () -> this.script.now.toNanos(), this.script::advance).run();
	}

	/**
	 * What a process prints and when, on a settable clock.
	 */
	private static final class Script extends InputStream {

		private final Deque<Arrival> arrivals = new ArrayDeque<>();

		private Duration now = Duration.ZERO;

		private boolean broken;

		Script prints(long millis, String text) {
			return prints(millis, text.getBytes(StandardCharsets.UTF_8));
		}

		Script prints(long millis, byte... bytes) {
			this.arrivals.add(new Arrival(Duration.ofMillis(millis), bytes));
			return this;
		}

		void breaks() {
			this.broken = true;
		}

		void advance(Duration time) {
			this.now = this.now.plus(time);
		}

		@Override
		public int available() {
			Arrival next = this.arrivals.peek();
			return (next != null && next.time().compareTo(this.now) <= 0) ? next.bytes().length : 0;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			Arrival next = this.arrivals.poll();
			if (next == null) {
				if (this.broken) {
					throw new IOException("Stream closed");
				}
				return -1;
			}
			if (next.time().compareTo(this.now) > 0) {
				this.now = next.time();
			}
			int count = Math.min(length, next.bytes().length);
			System.arraycopy(next.bytes(), 0, buffer, offset, count);
			if (count < next.bytes().length) {
				this.arrivals
					.addFirst(new Arrival(next.time(), Arrays.copyOfRange(next.bytes(), count, next.bytes().length)));
			}
			return count;
		}

		@Override
		public int read() {
			throw new UnsupportedOperationException();
		}

	}

	private record Arrival(Duration time, byte[] bytes) {

	}

}
