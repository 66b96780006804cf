// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnknownProperties}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesTests {

	private final UnknownProperties properties = new UnknownProperties(List.of("cluster.workers", "cluster.balancing",
			"cluster.worker.class-archive", "cluster.worker.env", "cluster.watch.paths", "server.port"));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			cluster.class-archive        | cluster.worker.class-archive
			cluster.wrk.classArchive     | cluster.worker.class-archive
			cluster.worker               | cluster.worker.class-archive, cluster.worker.env
			cluster.worker.class-archiv  | cluster.worker.class-archive, cluster.worker.env
			cluster.wokers               | cluster.balancing, cluster.workers
			cluster.wokers[0]            | cluster.balancing, cluster.workers
			cluster.reload.bake          | cluster.balancing, cluster.workers
			""")
	void misspelledNameIsReportedWithThoseThatExist(String name, String suggestion) {
		assertThat(this.properties.problems(new MockEnvironment().withProperty(name, "x"), true)).singleElement()
			.asString()
			.startsWith("Boot Cluster has no property cluster.")
			.endsWith("Known properties: " + suggestion);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cluster.workers", "cluster.worker.classArchive", "cluster.worker.env.TZ",
			"cluster.watch.paths[0]", "clusters.size", "my.cluster.size" })
	void nameThatExistsOrIsNotOursIsNotReported(String name) {
		assertThat(this.properties.problems(new MockEnvironment().withProperty(name, "x"), true)).isEmpty();
	}

	@Test
	void applicationWithoutAClusterMayUseThePrefixForItself() {
		MockEnvironment environment = new MockEnvironment().withProperty("cluster.name", "blue")
			.withProperty("cluster.worker", "max");
		assertThat(this.properties.problems(environment, false)).singleElement()
			.asString()
			.contains("no property cluster.worker ");
	}

	@Test
	void everythingThatThisModuleDescribesIsKnown(CapturedOutput output) {
		MockEnvironment environment = new MockEnvironment().withProperty("cluster.workers", "max")
			.withProperty("cluster.defaults.enabled", "true");
		UnknownProperties.warn(environment, true);
		assertThat(output).doesNotContain("Boot Cluster has no property");
		UnknownProperties.warn(environment.withProperty("cluster.bake-time", "3s"), true);
		assertThat(output).contains("Boot Cluster has no property cluster.bake-time (",
				"Known properties: cluster.reload.bake-time");
	}

	@Test
	void environmentVariablesAreNotChecked(CapturedOutput output) {
		UnknownProperties.warn(new StandardEnvironment(), true);
		assertThat(output).doesNotContain("Boot Cluster has no property");
	}

}
