// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CommandLine}.
 */
class CommandLineTests {

	@Test
	void argumentsAreFoundBehindTheJar() {
		assertThat(arguments(List.of("java", "-Xmx64m", "-jar"), "app.jar", "--a=1", "--b=2")).containsExactly("--a=1",
				"--b=2");
	}

	@Test
	void argumentsAreFoundBehindTheMainClass() {
		assertThat(arguments(List.of("java", "-cp", "a:b"), "com.example.Main", "x")).containsExactly("x");
	}

	@Test
	void argumentsKeepSpacesQuotesAndEmptyOnes() {
		assertThat(arguments(List.of("java", "-jar"), "app.jar", "--title=a  b ", "", "\"q\"", "'", " ", ""))
			.containsExactly("--title=a  b ", "", "\"q\"", "'", " ", "");
	}

	@Test
	void jarWithSpacesInItsPathIsFound() {
		assertThat(arguments(List.of("java", "-jar"), "/opt/my app/app 1.jar", "x y")).containsExactly("x y");
	}

	@Test
	void argumentThatLooksLikeTheCommandIsNotMistakenForIt() {
		assertThat(arguments(List.of("java", "-jar"), "app.jar", "app.jar", "x")).containsExactly("app.jar", "x");
	}

	@Test
	void noArgumentsAreNoArguments() {
		assertThat(arguments(List.of("java", "-jar"), "app.jar")).isEmpty();
	}

	@Test
	void argumentsOfWordsThatDoNotEndInTheCommandAreUnknown() {
		assertThat(CommandLine.argumentsOf(List.of("java", "@argfile"), "app.jar x")).isNull();
		assertThat(CommandLine.argumentsOf(List.of(), "app.jar")).isNull();
	}

	@Test
	void splitHonoursQuotes() {
		assertThat(CommandLine.split("-Xmx64m  -Da='b c'\t\"-Dd=e 'f' g\" -Dh=i\" \"j")).containsExactly("-Xmx64m",
				"-Da=b c", "-Dd=e 'f' g", "-Dh=i j");
		assertThat(CommandLine.split("a '' \"\" b")).containsExactly("a", "", "", "b");
		assertThat(CommandLine.split("")).isEmpty();
		assertThat(CommandLine.split(" \n ")).isEmpty();
	}

	@Test
	void splitRefusesAQuoteThatIsNotClosed() {
		assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.split("-Da='b"))
			.withMessage("has an unclosed quote; close it");
	}

	/**
	 * As in the JVM: the command is what follows its options, joined by spaces.
	 */
	private static List<String> arguments(List<String> java, String main, String... arguments) {
		List<String> command = new ArrayList<>(List.of(main));
		command.addAll(List.of(arguments));
		List<String> words = new ArrayList<>(java);
		words.addAll(command);
		return CommandLine.argumentsOf(words, String.join(" ", command));
	}

}
