// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for what commands make of text: {@link PrintedLine}, {@link FittingText},
 * {@link Figures}, {@link Sparkline}, {@link Samples}, {@link JsonValue} and the colours
 * of {@link Shell}.
 */
class TextTests {

	@ParameterizedTest
	@MethodSource
	void printedLineCannotSteerTheTerminal(String printed, String plain, String coloured) {
		PrintedLine line = new PrintedLine(1, printed);
		assertThat(line.shown(false)).isEqualTo(plain);
		assertThat(line.shown(true)).isEqualTo(coloured);
	}

	static Stream<Arguments> printedLineCannotSteerTheTerminal() {
		return Stream.of(arguments("plain\ttext ä €", "plain\ttext ä €", "plain\ttext ä €"),
				arguments("\033[32mINFO\033[m ok", "INFO ok", "\033[32mINFO\033[m ok\033[0m"),
				arguments("a\033[2Jb\033[10;10Hc", "abc", "abc"), arguments("\033]0;title\007x", "x", "x"),
				arguments("\033]52;c;c2VjcmV0\033\\x", "x", "x"), arguments("a\rb\bc\007d", "abcd", "abcd"),
				arguments("\033cx", "x", "x"), arguments("end\033", "end", "end"),
				arguments("\033[38;5;1mred", "red", "\033[38;5;1mred\033[0m"), arguments("\u009b2Jx", "2Jx", "2Jx"));
	}

	@ParameterizedTest
	@MethodSource
	void textIsCutToTheTerminal(String line, int width, String cut) {
		assertThat(FittingText.of(line, width)).isEqualTo(cut);
	}

	static Stream<Arguments> textIsCutToTheTerminal() {
		return Stream.of(arguments("12345", 5, "12345"), arguments("123456", 5, "12345"),
				arguments("\033[1m123\033[0m456", 4, "\033[1m123\033[0m4\033[0m"), arguments("日本語", 5, "日本"),
				arguments("a\tb", 3, "a b"), arguments("", 0, ""), arguments("x", 0, ""));
	}

	@ParameterizedTest
	@CsvSource({ "0, -", "1536, 1.5 KB", "241172480, 230 MB", "1073741824, 1.0 GB", "1099511627776, 1.0 TB" })
	void bytesAreShort(long bytes, String text) {
		assertThat(Figures.bytes(bytes)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "PT0.9S, 0s", "PT59S, 59s", "PT61S, 1m 1s", "PT25H1M, 1d 1h", "PT3H, 3h 0m", "nonsense, -" })
	void durationsAreShort(String duration, String text) {
		assertThat(Figures.duration(duration)).isEqualTo(text);
	}

	@Test
	void barsAreAsHighAsTheNumbers() {
		assertThat(Sparkline.of(List.of(0.0, 50.0, 100.0), 4, true)).isEqualTo(" ▁▅█");
		assertThat(Sparkline.of(List.of(0.0, 50.0, 100.0), 2, false)).isEqualTo("+#");
		assertThat(Sparkline.of(List.of(0.0, 0.0), 2, true)).isEqualTo("▁▁");
		assertThat(Sparkline.of(List.of(), 2, true)).isEqualTo("  ");
	}

	@Test
	void ratesBeginAnewWithEachWorker() {
		Samples samples = new Samples((pid) -> null);
		sample(samples, 7, 1000, 0);
		sample(samples, 7, 1200, 2);
		sample(samples, 8, 50, 3);
		assertThat(samples.requests(1)).containsExactly(100.0, 50.0);
		assertThat(samples.cpu(1)).isNegative();
		samples.add(JsonValue.parse("{\"workers\":[]}".getBytes()), 0);
		assertThat(samples.requests(1)).isEmpty();
	}

	@Test
	void samplesAreLimited() {
		Samples samples = new Samples((pid) -> null);
		for (int second = 0; second < 1000; second++) {
			sample(samples, 7, second, second);
		}
		assertThat(samples.requests(1)).hasSize(Samples.KEPT);
	}

	private static void sample(Samples samples, long pid, long requests, long seconds) {
		samples.add(
				JsonValue.parse(
						"{\"workers\":[{\"slot\":1,\"pid\":%d,\"requests\":%d}]}".formatted(pid, requests).getBytes()),
				seconds * 1_000_000_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":[1,2.5,-3,true,false,null,\"x\\n\\\"\"],\"b\":{}}", "[]", "17", "\"läuft\"",
			"9223372036854775808", "null" })
	void jsonSurvives(String json) {
		assertThat(JsonValue.parse(json.getBytes())).hasToString(json);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"a\"", "[1,", "nope", "\"open" })
	void whatIsNoJsonIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.parse(text.getBytes()));
	}

	@Test
	void missingValuesAreEmpty() {
		JsonValue value = JsonValue.parse("{\"a\":1}".getBytes()).get("b").get("c");
		assertThat(value.isMissing()).isTrue();
		assertThat(value.text()).isEmpty();
		assertThat(value.number("d")).isZero();
		assertThat(value.list("e")).isEmpty();
		assertThat(value.flag("f")).isFalse();
	}

	@Test
	void colourIsUnwantedWithNoColor() {
		assertThat(Shell.wantsColours(Map.of())).isTrue();
		assertThat(Shell.wantsColours(Map.of("NO_COLOR", ""))).isTrue();
		assertThat(Shell.wantsColours(Map.of("NO_COLOR", "1"))).isFalse();
	}

}
