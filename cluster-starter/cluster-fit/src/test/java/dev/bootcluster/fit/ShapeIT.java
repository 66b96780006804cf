// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.testing.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application does not notice the starter, as a cluster or without.
 */
@Tag("full")
class ShapeIT {

	private static final Request HELLO = Request.get("/hello");

	@ParameterizedTest
	@MethodSource
	void standaloneItAnswersAsWithoutTheStarter(FitApp app) {
		List<Answer> expected;
		String server;
		try (RunningApp plain = app.withoutStarter().start()) {
			server = plain.server();
			expected = plain.answers(HELLO);
			assertThat(expected.get(0).status()).isEqualTo(200);
		}
		try (RunningApp standalone = app.standalone()) {
			assertThat(standalone.server()).isEqualTo(server);
			assertThat(standalone.answers(HELLO)).isEqualTo(expected);
		}
	}

	static Stream<FitApp> standaloneItAnswersAsWithoutTheStarter() {
		return Stream.of(Shapes.webFlux(), Shapes.jetty(), Shapes.jpa(), Shapes.beanNamedCluster());
	}

	@ParameterizedTest
	@MethodSource
	void askedForWorkersItRunsStandaloneAndSaysWhy(FitApp app) {
		try (RunningApp running = app.args("--cluster.workers=2").start()) {
			assertThat(running.answers(HELLO).get(0).status()).isEqualTo(200);
			assertThat(running.process().log()).filteredOn((line) -> line.contains("Running standalone although"))
				.hasSize(1);
		}
	}

	static Stream<FitApp> askedForWorkersItRunsStandaloneAndSaysWhy() {
		return Stream.of(Shapes.webFlux(), Shapes.jetty());
	}

	@ParameterizedTest
	@MethodSource
	void workersAnswerAsPlainBoot(FitApp app) {
		app.assertSameAsStandalone(HELLO, Request.get("/nowhere"), Request.post("/hello"));
	}

	static Stream<FitApp> workersAnswerAsPlainBoot() {
		return Stream.of(Shapes.webMvc(), Shapes.jpa(), Shapes.beanNamedCluster(), Shapes.sessionsInADatabase(),
				Shapes.cacheOfRecords());
	}

}
