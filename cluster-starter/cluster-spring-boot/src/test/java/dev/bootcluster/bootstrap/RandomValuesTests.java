// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RandomValues}.
 */
class RandomValuesTests {

	private final AtomicInteger count = new AtomicInteger();

	private final RandomValues values = new RandomValues((placeholder) -> "<" + this.count.incrementAndGet() + ">",
			Map.of());

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			${random.uuid}                   | <1>
			a-${random.int}-b                | a-<1>-b
			${random.int}${random.int}       | <1><2>
			${ID:${random.uuid}}             | ${ID:<1>}
			${random.int(${min},${max})}x    | <1>x
			${randomness} ${other}           | ${randomness} ${other}
			\\${random.uuid}                 | \\${random.uuid}
			\\${random.uuid} ${random.int}   | \\${random.uuid} <1>
			${random.uuid                    | ${random.uuid
			plain                            | plain
			""")
	void placeholdersOfRandomValuesAreReplaced(String text, String expected) {
		assertThat(this.values.choose("app.id", text)).isEqualTo(expected);
	}

	@Test
	void propertyKeepsItsValue() {
		String first = this.values.choose("app.id", "${random.uuid}");
		assertThat(this.values.choose("app.id", "${random.uuid}")).isEqualTo(first);
		assertThat(this.values.choose("app.other", "${random.uuid}")).isNotEqualTo(first);
		assertThat(new RandomValues((placeholder) -> "new", this.values.used()))
			.returns(first, (later) -> later.choose("app.id", "${random.uuid}"))
			.returns("new", (later) -> later.choose("app.id", "${random.int}"));
	}

}
