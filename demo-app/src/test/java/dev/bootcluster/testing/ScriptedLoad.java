// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs one client of a load against a {@link ScriptedServer} and checks how it counted.
 */
final class ScriptedLoad {

	private ScriptedLoad() {
	}

	static LoadReport keepAlive(int requests, ScriptedServer.Script script) throws IOException {
		return run(requests, (load) -> load, script);
	}

	static LoadReport run(int requests, UnaryOperator<LoadClient.Builder> load, ScriptedServer.Script script)
			throws IOException {
		try (ScriptedServer server = new ScriptedServer(script)) {
			return load.apply(LoadClient.on(server.port()).keepAlive(1).requests(requests)).start().await();
		}
	}

	static void assertOnly(LoadReport report, Outcome outcome, long count, Outcome other, long otherCount) {
		assertOnlyOutcomes(report, Map.of(outcome, count, other, otherCount));
		assertThat(report.closedIdle() + report.announcedCloses()).as(report.toString()).isZero();
	}

	static void assertOnly(LoadReport report, Outcome outcome, long count) {
		assertOnlyOutcomes(report, Map.of(outcome, count));
		assertThat(report.closedIdle() + report.announcedCloses()).as(report.toString()).isZero();
	}

	static void assertOnlyOutcomes(LoadReport report, Map<Outcome, Long> expected) {
		Map<Outcome, Long> counted = report.counts()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != 0)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		assertThat(counted).as(report.toString()).isEqualTo(expected);
		assertThat(report.failures()).isEqualTo(report.requests() - report.ok());
	}

}
