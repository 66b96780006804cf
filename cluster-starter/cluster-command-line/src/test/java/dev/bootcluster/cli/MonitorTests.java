// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Monitor}, {@link MonitorKeys} and {@link MonitorScreen}.
 */
class MonitorTests {

	private static final JsonValue INFO = JsonValue.parse(CommandsTests.INFO.getBytes());

	private static final String OUTPUT = """
			{"lines":[{"number":1,"count":1,"slot":1,"text":"hello"}],"next":1,"dropped":0}""";

	@TempDir
	private Path directory;

	private final List<PrintedLine> log = IntStream.rangeClosed(1, 100)
		.mapToObj((number) -> new PrintedLine(1, "line " + number))
		.toList();

	@Test
	void screenHasWorkersAboveAndTheEndOfTheLogBelow() {
		List<String> lines = new MonitorScreen(120, 12, false, true).lines("title", INFO, samples(), this.log, "");
		assertThat(lines).hasSize(12).startsWith("title").last().isEqualTo("r reload   s restart   + - scale   q quit");
		assertThat(lines.get(1)).contains("SLOT", "REQ/S", "CPU", "REQUESTS PER SECOND");
		assertThat(lines.get(2)).contains("5001", "READY", "100", "50%", "▁█");
		assertThat(lines.get(3)).contains("5002", "PAUSED");
		assertThat(lines.get(4)).startsWith("── log ───");
		assertThat(lines.subList(5, 10)).containsExactly("1 | line 96", "1 | line 97", "1 | line 98", "1 | line 99",
				"1 | line 100");
	}

	@Test
	void screenHasReplacedWorkersThatLiveOn() {
		JsonValue info = JsonValue.parse(CommandsTests.LINGERING.getBytes());
		List<String> lines = new MonitorScreen(130, 14, false, true).lines("title", info, samples(), this.log, "");
		assertThat(lines.get(3)).contains("5002");
		assertThat(lines.get(4)).contains("4001", "LINGERING", "7 sessions, at most 29m 5s left");
		assertThat(new MonitorScreen(130, 9, false, true).lines("title", info, samples(), this.log, ""))
			.anyMatch((line) -> line.contains("and 2 more workers"));
	}

	@ParameterizedTest
	@CsvSource({ "20, 5", "80, 24", "200, 60", "1, 1", "40, 3", "80, 6" })
	void screenNeverExceedsTheTerminal(int width, int height) {
		for (boolean colours : new boolean[] { true, false }) {
			List<String> lines = new MonitorScreen(width, height, colours, true).lines("a title\nand why", INFO,
					samples(), this.log, "Reload all workers? y/n");
			assertThat(lines).hasSizeLessThanOrEqualTo(height);
			assertThat(lines).allMatch((line) -> line.replaceAll("\033\\[\\d*m", "").length() <= width);
		}
	}

	@Test
	void workersForWhichThereIsNoRoomAreCounted() {
		List<String> lines = new MonitorScreen(80, 7, false, false).lines("title", INFO, samples(), this.log, "");
		assertThat(lines).anyMatch((line) -> line.contains("more workers"));
	}

	@Test
	void terminalWithoutUnicodeGetsNone() {
		List<String> lines = new MonitorScreen(120, 12, false, false).lines("title", INFO, samples(), this.log, "");
		assertThat(String.join("", lines)).matches("\\p{ASCII}*");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"r | Reload all workers? y/n | {\"request\":\"reload\",\"dryRun\":false} | A reload has begun.",
			"s | Restart all workers, one after the other? y/n | {\"request\":\"restart-all\"} | A rolling restart has begun.",
			"+ | Scale to 3 workers? y/n | {\"request\":\"scale\",\"workers\":\"3\"} | Scaling to 3 workers.",
			"- | Scale to 1 workers? y/n | {\"request\":\"scale\",\"workers\":\"1\"} | Scaling to 1 workers." })
	void keyAsksBeforeItChangesAnything(char key, String question, String request, String done) {
		try (FakePrimary primary = primary(); Connection cluster = open()) {
			MonitorKeys keys = new MonitorKeys(cluster);
			keys.pressed(key, INFO);
			assertThat(keys.status()).isEqualTo(question);
			keys.pressed('n', INFO);
			assertThat(keys.status()).isEqualTo("Nothing was done.");
			assertThat(primary.requests()).isEmpty();
			keys.pressed(key, INFO);
			keys.pressed('y', INFO);
			assertThat(keys.status()).isEqualTo(done);
			assertThat(primary.requests()).containsExactly(request);
			keys.pressed('y', INFO);
			assertThat(primary.requests()).hasSize(1);
		}
	}

	@Test
	void refusalIsShown() {
		try (FakePrimary primary = new FakePrimary(this.directory).refuses("reload", "CONFLICT", "Reload 1 runs");
				Connection cluster = open()) {
			MonitorKeys keys = new MonitorKeys(cluster);
			keys.pressed('r', INFO);
			keys.pressed('y', INFO);
			assertThat(keys.status()).isEqualTo("Reload 1 runs");
		}
	}

	@ParameterizedTest
	@CsvSource({ "113", "3", "4", "-1" })
	void monitorDrawsUntilTheUserQuits(int quit) {
		try (FakePrimary primary = primary();
				Connection cluster = open();
				FakeTty tty = new FakeTty('r', Tty.NO_KEY, 'n', quit)) {
			long[] seconds = new long[1];
			new Monitor(cluster, tty, false, new Samples((pid) -> null), () -> ++seconds[0] * 1_000_000_000).run();
			assertThat(tty.drawn).hasSize(4);
			assertThat(tty.drawn.get(0)).contains("1 | hello");
			assertThat(tty.drawn.get(1).toString()).contains("Reload all workers?");
			assertThat(tty.drawn.get(2).toString()).contains("Reload all workers?");
			assertThat(tty.drawn.get(3).toString()).contains("Nothing was done.");
		}
	}

	private FakePrimary primary() {
		return new FakePrimary(this.directory)
			.answers("info", CommandsTests.INFO, CommandsTests.INFO, CommandsTests.INFO, CommandsTests.INFO)
			.answers("read-output", OUTPUT, OUTPUT, OUTPUT, OUTPUT)
			.answers("reload", CommandsTests.RELOAD)
			.answers("restart-all", CommandsTests.RELOAD)
			.answers("scale", "null");
	}

	private Connection open() {
		return Connection.open(this.directory, Duration.ofSeconds(20));
	}

	/**
	 * One second without a request, then one with a hundred.
	 */
	private static Samples samples() {
		long[] cpu = new long[1];
		Samples samples = new Samples((pid) -> Duration.ofMillis(500 * cpu[0]));
		for (int second = 0; second < 3; second++) {
			cpu[0] = second;
			int requests = (second < 2) ? 12345 : 12445;
			samples.add(JsonValue.parse(CommandsTests.INFO.replace("12345", "" + requests).getBytes()),
					second * 1_000_000_000L);
		}
		return samples;
	}

	/**
	 * A terminal whose user presses these keys.
	 */
	private static final class FakeTty implements Tty {

		private final List<Integer> keys;

		private final List<List<String>> drawn = new ArrayList<>();

		FakeTty(int... keys) {
			this.keys = new ArrayList<>(IntStream.of(keys).boxed().toList());
		}

		@Override
		public int width() {
			return 100;
		}

		@Override
		public int height() {
			return 20;
		}

		@Override
		public boolean unicode() {
			return true;
		}

		@Override
		public void draw(List<String> lines) {
			this.drawn.add(lines);
		}

		@Override
		public int key(Duration patience) {
			return this.keys.remove(0);
		}

		@Override
		public void close() {
			// There is nothing to restore.
		}

	}

}
