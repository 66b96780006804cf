// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonTree}, {@link JsonText}, {@link RecordShape} and
 * {@link RecordKinds}.
 */
class JsonTreeTests {

	private static final Everything EVERYTHING = new Everything("a \"quoted\" \u0001 \uD83D\uDE00", 1, 1L << 40, 0.5,
			true, 2, null, Color.RED, Duration.ofMillis(1500), Instant.ofEpochSecond(1), List.of(new Part(1)),
			Map.of(3, 4), Map.of(Color.GREEN, 5L), "2.50", new byte[] { 1, 2, 3 });

	@Test
	void whatIsWrittenIsRead() {
		assertThat(read(Everything.class, write(EVERYTHING))).usingRecursiveComparison().isEqualTo(EVERYTHING);
	}

	@Test
	void jsonIsThatOfJackson() {
		assertThat(write(EVERYTHING)).isEqualTo("{\"text\":\"a \\\"quoted\\\" \\u0001 \uD83D\uDE00\",\"number\":1,"
				+ "\"large\":1099511627776,\"share\":0.5,\"flag\":true,\"some\":2,\"none\":null,\"color\":\"RED\","
				+ "\"time\":\"PT1.5S\",\"instant\":\"1970-01-01T00:00:01Z\",\"parts\":[{\"number\":1}],\"weights\":{\"3\":4},"
				+ "\"counts\":{\"GREEN\":5},\"any\":\"2.50\",\"content\":\"AQID\"}");
	}

	@Test
	void whatIsMissingIsNothing() {
		Everything nothing = (Everything) read(Everything.class, "{\"unknown\":[{}]}");
		assertThat(nothing.number()).isZero();
		assertThat(nothing.flag()).isFalse();
		assertThat(nothing.parts()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[1", "{} {}", "[]", "1", "{\"number\":\"1\"}", "{\"number\":1.5}",
			"{\"number\":3000000000}", "{\"large\":9223372036854775808}", "{\"color\":\"BLUE\"}", "{\"color\":1}",
			"{\"time\":\"soon\"}", "{\"parts\":{}}", "{\"parts\":[1]}", "{\"weights\":{\"x\":1}}",
			"{\"content\":\"?\"}", "{\"flag\":0}", "{\"parts\":[{\"number\":-1}]}" })
	void whatIsNotValidIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(Everything.class, json));
	}

	@Test
	void depthIsBounded() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> read(Everything.class, "{\"any\":" + "[".repeat(100_000)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"type\":null}", "{\"type\":1}", "{\"type\":{}}", "{\"type\":\"dance\"}" })
	void kindThatIsNotKnownIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(FromWorker.class, json))
			.withMessageContaining("is not known");
	}

	@Test
	void kindMayBeToldAnywhere() {
		assertThat(read(FromWorker.class, "{\"cut\":3,\"type\":\"drained\"}")).isEqualTo(new FromWorker.Drained(3));
	}

	@Test
	void whatIsNoRecordIsNotSent() {
		Map<String, Object> odd = new LinkedHashMap<>(Map.of("thread", new Object()));
		assertThatIllegalArgumentException().isThrownBy(() -> JsonTree.of(odd));
	}

	private static String write(Object value) {
		return JsonText.write(JsonTree.of(value));
	}

	private static @Nullable Object read(Class<?> type, String json) {
		return JsonTree.to(type, JsonText.parse(json.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * A constant.
	 */
	enum Color {

		RED, GREEN

	}

	/**
	 * A record in a record.
	 */
	record Part(int number) {

		Part {
			if (number < 0) {
				throw new IllegalArgumentException("is negative");
			}
		}

	}

	/**
	 * A record of everything that can be sent.
	 */
	record Everything(String text, int number, long large, double share, boolean flag, @Nullable Integer some,
			@Nullable Long none, Color color, Duration time, Instant instant, List<Part> parts,
			Map<Integer, Integer> weights, Map<Color, Long> counts, Object any, byte[] content) {

	}

}
