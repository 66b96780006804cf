/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.bootstrap;

import java.nio.file.Path;
import java.util.Map;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.primary.PrimarySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link PrimaryConfiguration} and {@link ClusterStartFailureAnalyzer}.
 */
class PrimaryConfigurationTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("cluster.workers", "2")
		.withProperty("cluster.shared-state", "none");

	@Test
	void defaultsAreThoseOfTheReadme() {
		PrimaryConfiguration configuration = read();
		PrimarySettings settings = configuration.settings(Path.of("dir"), Map.of("a.b", "c"));
		assertThat(settings.workers()).isEqualTo(2);
		assertThat(settings.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
		assertThat(settings.bootTimeout()).hasMinutes(2);
		assertThat(settings.drainTimeout()).hasSeconds(30);
		assertThat(settings.properties()).containsExactly(Map.entry("a.b", "c"));
		assertThat(settings.handoff().policy()).isEqualTo(BalancingPolicy.ROUND_ROBIN);
		assertThat(settings.handoff().maxPending()).isEqualTo(1024);
		assertThat(settings.handoff().address().getPort()).isEqualTo(8080);
		assertThat(settings.handoff().address().getAddress().isAnyLocalAddress()).isTrue();
		assertThat(settings.handoff().tls()).isFalse();
		assertThat(settings.handoff().directory()).isEqualTo(Path.of("dir"));
		assertThat(configuration.reloadSignal()).isEqualTo(new ReloadSignal("USR1"));
		assertThat(configuration.directory()).isNull();
	}

	@Test
	void everythingTheUserSaysArrives() {
		this.environment.withProperty("server.port", "0")
			.withProperty("server.address", "127.0.0.1")
			.withProperty("server.tomcat.accept-count", "7")
			.withProperty("server.ssl.key-store", "a.p12")
			.withProperty("cluster.balancing", "shared")
			.withProperty("cluster.pending.max", "0")
			.withProperty("cluster.worker.boot-timeout", "5s")
			.withProperty("cluster.worker.drain-timeout", "100ms")
			.withProperty("cluster.worker.jvm-args", "-Xmx64m '-Da=b c'")
			.withProperty("cluster.directory", "/run/cluster");
		PrimaryConfiguration configuration = read();
		PrimarySettings settings = configuration.settings(Path.of("dir"), Map.of());
		assertThat(settings.handoff().address().toString()).isEqualTo("/127.0.0.1:0");
		assertThat(settings.handoff().backlog()).isEqualTo(7);
		assertThat(settings.handoff().tls()).isTrue();
		assertThat(settings.handoff().policy()).isEqualTo(BalancingPolicy.SHARED);
		assertThat(settings.handoff().maxPending()).isZero();
		assertThat(settings.bootTimeout()).hasSeconds(5);
		assertThat(settings.drainTimeout()).hasMillis(100);
		assertThat(settings.jvmArgs()).containsExactly("-Xmx64m", "-Da=b c");
		assertThat(configuration.directory()).isEqualTo(Path.of("/run/cluster"));
	}

	@Test
	void environmentVariablesKeepTheirNamesAndTheFirstSourceWins() {
		this.environment.withProperty("cluster.worker.env.MY_VAR", "${inner}").withProperty("inner", "low");
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("high", Map.of("cluster.worker.env.lower_Case", "x", "inner", "high")));
		assertThat(read().workerEnvironment()).containsOnly(Map.entry("MY_VAR", "high"), Map.entry("lower_Case", "x"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			cluster.workers              | none     | is neither a number               | 'max-1'
			cluster.workers              | 0        | is less than one worker           | 'max-1'
			cluster.workers              | 5000     | is more than 1024 workers         | 'max-1'
			cluster.pending.max          | -1       | is negative                       | 1024
			cluster.worker.boot-timeout  | 0s       | is not a positive duration        | such as 30s
			cluster.worker.drain-timeout | -5s      | is not a positive duration        | such as 30s
			cluster.worker.jvm-args      | -Da="b   | has a quote that is not closed    | Close the quote
			cluster.reload.signal        | KILL     | is not a signal that can reload   | USR1, HUP or none
			server.port                  | 70000    | is not a port                     | 65535
			""", quoteCharacter = '`')
	void wrongValueIsNamedWithItsPropertyAndARemedy(String property, String value, String problem, String remedy) {
		this.environment.setProperty(property, value);
		ClusterStartException failure = catchThrowableOfType(ClusterStartException.class, this::read);
		FailureAnalysis analysis = new ClusterStartFailureAnalyzer().analyze(failure);
		assertThat(analysis.getDescription()).contains("'" + property + "'").contains(problem);
		assertThat(analysis.getAction()).contains(remedy);
		assertThat(failure).hasMessageStartingWith(property + "=");
	}

	private PrimaryConfiguration read() {
		return PrimaryConfiguration.read(this.environment, new String[] { "--a=b" });
	}

}
