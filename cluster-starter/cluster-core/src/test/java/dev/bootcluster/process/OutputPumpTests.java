// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputPump} and {@link LastLines}.
 */
class OutputPumpTests {

	private final List<String> writes = new ArrayList<>();

	private final LastLines lastLines = new LastLines();

	@Test
	void linesThatArriveInPiecesAreWrittenWhole() {
		pump("one\ntw", "o", "\nthree\n");
		assertThat(this.writes).containsExactly("one\n", "two\n", "three\n");
		assertThat(this.lastLines.get()).containsExactly("one", "two", "three");
	}

	@Test
	void lastLineWithoutAnEndIsWrittenToo() {
		pump("one\nlast words");
		assertThat(this.writes).containsExactly("one\n", "last words");
		assertThat(this.lastLines.get()).endsWith("last words");
	}

	@Test
	void characterThatArrivesInPiecesIsIntact() {
		byte[] bytes = "größe\n".getBytes(StandardCharsets.UTF_8);
		List<InputStream> parts = IntStream.range(0, bytes.length)
			.<InputStream>mapToObj((i) -> new ByteArrayInputStream(bytes, i, 1))
			.toList();
		pump(new SequenceInputStream(Collections.enumeration(parts)));
		assertThat(this.writes).containsExactly("größe\n");
	}

	@Test
	void endlessLineIsPassedOnInParts() {
		String line = "x".repeat(100_000);
		pump(line + "\n");
		assertThat(this.writes).hasSizeGreaterThan(1);
		assertThat(String.join("", this.writes)).isEqualTo(line + "\n");
		assertThat(this.lastLines.get()).allMatch((part) -> part.length() <= 2000);
	}

	@Test
	void emptyLinesAreKept() {
		pump("\n\n");
		assertThat(this.writes).containsExactly("\n", "\n");
	}

	@Test
	void pipeThatBreaksEndsThePump() {
		pump(new SequenceInputStream(new ByteArrayInputStream("one\n".getBytes(StandardCharsets.US_ASCII)),
				new InputStream() {

					@Override
					public int read() throws IOException {
						throw new IOException("Stream closed");
					}

				}));
		assertThat(this.writes).containsExactly("one\n");
	}

	@Test
	void lastLinesAreTheLastFifty() {
		IntStream.rangeClosed(1, 60).forEach((i) -> this.lastLines.add("line " + i));
		assertThat(this.lastLines.get()).hasSize(50).startsWith("line 11").endsWith("line 60");
	}

	private void pump(String... parts) {
		List<InputStream> streams = new ArrayList<>();
		for (String part : parts) {
			streams.add(new ByteArrayInputStream(part.getBytes(StandardCharsets.UTF_8)));
		}
		pump(new SequenceInputStream(Collections.enumeration(streams)));
	}

	private void pump(InputStream from) {
		PrintStream to = new PrintStream(new ByteArrayOutputStream()) {

			@Override
			public void write(byte[] bytes, int offset, int length) {
				OutputPumpTests.this.writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
			}

		};
		new OutputPump(from, to, this.lastLines).run();
	}

}
