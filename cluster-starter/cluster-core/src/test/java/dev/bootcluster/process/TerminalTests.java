// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Terminal}.
 */
class TerminalTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource
	<T> void outputMayBeColouredOnATerminalOnly(String what, @Nullable T console, Class<T> type, boolean expected) {
		assertThat(Terminal.isTerminal(console, type)).isEqualTo(expected);
	}

	static Stream<Arguments> outputMayBeColouredOnATerminalOnly() {
		return Stream.of(Arguments.of("file, JDK 17, 21 and 25", null, Since22.class, false),
				Arguments.of("terminal, JDK 17 and 21", new Before22(), Before22.class, true),
				Arguments.of("terminal, JDK 22 and later", new Hidden(true), Since22.class, true),
				Arguments.of("file, JDK 22 to 24", new Hidden(false), Since22.class, false),
				Arguments.of("console that fails", new Failing(), Since22.class, false));
	}

	@Test
	void agreesWithTheJdkHere() {
		// The build's own output is a pipe or a file.
		assertThat(Terminal.isAttached()).isFalse();
	}

	/**
	 * A console before JDK 22.
	 */
	public static class Before22 {

	}

	/**
	 * A console since JDK 22.
	 */
	public abstract static class Since22 {

		public abstract boolean isTerminal();

	}

	/**
	 * As in the JDK, where the actual class is not public.
	 */
	private static final class Hidden extends Since22 {

		private final boolean terminal;

		Hidden(boolean terminal) {
			this.terminal = terminal;
		}

		@Override
		public boolean isTerminal() {
			return this.terminal;
		}

	}

	/**
	 * A console that cannot say what it is.
	 */
	private static final class Failing extends Since22 {

		@Override
		public boolean isTerminal() {
			throw new IllegalStateException();
		}

	}

}
