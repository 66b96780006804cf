// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.process.RecentOutput.Line;
import dev.bootcluster.process.RecentOutput.Part;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecentOutput}, and for how {@link LastLines} tells it.
 */
class RecentOutputTests {

	private static final int ALL = 1_000_000;

	private final RecentOutput output = new RecentOutput(10 * 74);

	@Test
	void linesOfAllSlotsComeInTheOrderInWhichTheyWerePrinted() {
		print(1, "one");
		print(2, "two");
		print(1, "three");
		assertThat(texts(this.output.read(null, 0, ALL, ALL))).containsExactly("one", "two", "three");
		assertThat(texts(this.output.read(1, 0, ALL, ALL))).containsExactly("one", "three");
	}

	@Test
	void lastLinesAreTheLastOnes() {
		for (int line = 1; line <= 5; line++) {
			print(line % 2, "line " + line);
		}
		assertThat(texts(this.output.read(null, 0, 2, ALL))).containsExactly("line 4", "line 5");
		assertThat(texts(this.output.read(null, 0, 0, ALL))).isEmpty();
	}

	@Test
	void readerGoesOnWhereItEnded() {
		print(1, "one");
		long next = this.output.read(null, 0, ALL, ALL).next();
		assertThat(this.output.read(null, next, ALL, ALL)).isEqualTo(new Part(List.of(), next, 0));
		print(2, "two");
		print(1, "three");
		Part first = this.output.read(null, next, 1, ALL);
		assertThat(texts(first)).containsExactly("two");
		assertThat(texts(this.output.read(null, first.next(), ALL, ALL))).containsExactly("three");
	}

	@Test
	void slotKeepsNoMoreThanItsShareAndTakesNoneOfOthers() {
		print(2, "from before");
		for (int line = 0; line < 100; line++) {
			print(1, "line %05d".formatted(line));
		}
		assertThat(texts(this.output.read(1, 0, ALL, ALL))).hasSize(10).endsWith("line 00099");
		assertThat(texts(this.output.read(2, 0, ALL, ALL))).containsExactly("from before");
	}

	@Test
	void emptyLinesAreNotFree() {
		for (int line = 0; line < 100; line++) {
			print(1, "");
		}
		assertThat(this.output.read(1, 0, ALL, ALL).lines()).hasSizeLessThan(20);
	}

	@Test
	void readerThatIsTooSlowIsToldHowManyLinesItMissed() {
		print(1, "one");
		print(2, "two");
		long ofAll = this.output.read(null, 0, ALL, ALL).next();
		long ofOne = this.output.read(1, 0, ALL, ALL).next();
		for (int line = 0; line < 50; line++) {
			print(1, "line %05d".formatted(line));
		}
		print(2, "three");
		Part all = this.output.read(null, ofAll, ALL, ALL);
		assertThat(all.dropped()).isEqualTo(40);
		assertThat(texts(all)).hasSize(11).contains("line 00040", "three");
		Part one = this.output.read(1, ofOne, ALL, ALL);
		assertThat(one.dropped()).isEqualTo(40);
		assertThat(texts(one)).hasSize(10);
		assertThat(this.output.read(null, all.next(), ALL, ALL).dropped()).isZero();
	}

	@Test
	void partIsAsLongAsItMayBeAndHasAtLeastOneLine() {
		print(1, "0123456789");
		print(1, "0123456789");
		assertThat(this.output.read(1, 0, ALL, 100).lines()).hasSize(1);
		assertThat(this.output.read(1, 0, ALL, 1).lines()).hasSize(1);
	}

	@Test
	void newestLinesAreTheLastOfThoseThatFollow() {
		print(2, "old");
		long next = this.output.newest(null, 0, ALL, ALL).next();
		long nextOfOne = this.output.newest(1, 0, ALL, ALL).next();
		for (int line = 1; line <= 5; line++) {
			print(1, "line " + line);
		}
		print(2, "new");
		Part all = this.output.newest(null, next, 2, ALL);
		assertThat(texts(all)).containsExactly("line 5", "new");
		assertThat(all.dropped()).isEqualTo(4);
		assertThat(this.output.newest(null, all.next(), 2, ALL)).isEqualTo(new Part(List.of(), all.next(), 0));
		Part ofOne = this.output.newest(1, nextOfOne, 2, ALL);
		assertThat(texts(ofOne)).containsExactly("line 4", "line 5");
		assertThat(this.output.newest(1, ofOne.next(), ALL, ALL).lines()).isEmpty();
		print(1, "line 6");
		assertThat(texts(this.output.newest(1, ofOne.next(), ALL, ALL))).containsExactly("line 6");
		assertThat(texts(this.output.newest(1, ofOne.next() + 100, 2, ALL))).containsExactly("line 5", "line 6");
		assertThat(texts(this.output.newest(1, ofOne.next() - 2, ALL, 1))).as("one at least").containsExactly("line 6");
		assertThat(this.output.newest(3, 0, ALL, ALL)).isEqualTo(new Part(List.of(), 0, 0));
	}

	@Test
	void numberOfAnotherClusterMeansTheLastLines() {
		print(1, "one");
		assertThat(texts(this.output.read(null, 4711, ALL, ALL))).containsExactly("one");
		assertThat(texts(this.output.read(3, 4711, ALL, ALL))).isEmpty();
	}

	@Test
	void lineIsTwiceRememberedByWhatReadsAProcess() {
		List<String> heard = new ArrayList<>();
		LastLines lines = new LastLines(heard::add);
		lines.add("one");
		assertThat(heard).isEqualTo(lines.get()).containsExactly("one");
	}

	private void print(int slot, String text) {
		this.output.of(slot).accept(text);
	}

	private static List<String> texts(Part part) {
		return part.lines().stream().map(Line::text).toList();
	}

}
