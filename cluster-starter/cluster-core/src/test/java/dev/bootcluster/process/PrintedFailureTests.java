// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link PrintedFailure}, with what applications print.
 */
class PrintedFailureTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void reasonIsReadFromWhatWasPrinted(String reason, String printed) {
		assertThat(PrintedFailure.reason(printed.lines().toList())).isEqualTo(reason);
	}

	static Stream<Arguments> reasonIsReadFromWhatWasPrinted() {
		return Stream.of(arguments("mapping values are not allowed here in 'reader', line 2, column 6: bad: [x ^", """
				16:55:57.225 [main] ERROR org.springframework.boot.SpringApplication -- Application run failed
				mapping values are not allowed here
				 in 'reader', line 2, column 6:
				      bad: [x
				         ^

				\tat org.yaml.snakeyaml.scanner.ScannerImpl.fetchValue(ScannerImpl.java:917)
				\tat org.yaml.snakeyaml.scanner.ScannerImpl.checkToken(ScannerImpl.java:239)
				"""),
				arguments("Config data resource 'file [nix.yaml]' via location 'file:nix.yaml' does not exist", """
						16:55:58.831 [main] ERROR org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter --

						***************************
						APPLICATION FAILED TO START
						***************************

						Description:

						Config data resource 'file [nix.yaml]' via location 'file:nix.yaml' does not exist

						Action:

						Check that the value 'file:nix.yaml' is correct, or prefix it with 'optional:'
						"""), arguments("java.io.IOException: disk", """
						Exception in thread "main" java.lang.IllegalStateException: no
						\tat a.App.main(App.java:1)
						Caused by: java.io.UncheckedIOException: failed
						\tat a.App.run(App.java:7)
						\t... 12 more
						Caused by: java.io.IOException: disk
						\tat a.App.read(App.java:9)
						\t... 13 common frames omitted
						after
						"""), arguments("Exception in thread \"main\" java.lang.IllegalStateException: no", """
						starting
						Exception in thread "main" java.lang.IllegalStateException: no
						\tat a.App.main(App.java:1)
						"""), arguments("Error: no such thing", "starting\nError: no such thing\n\n"),
				arguments("", ""), arguments("x".repeat(299) + "…", "x".repeat(400)),
				arguments("", "\tat a.App.main(App.java:1)\n\tat a.App.run(App.java:7)"));
	}

	@Test
	void framesAreLeftOut() {
		assertThat(PrintedFailure.withoutFrames(List.of("first", "\tat a.App.main(App.java:1)", "Caused by: b",
				"\tat a.B.c(B.java)", "\t... 2 more", "at")))
			.containsExactly("first", "Caused by: b", "at");
	}

}
