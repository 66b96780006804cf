// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.generation.WorkerLimits;
import dev.bootcluster.primary.launch.PrimarySettings;
import dev.bootcluster.process.ServiceVariables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
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
		GenerationSettings generation = configuration.generation();
		assertThat(generation.bootTimeout()).hasMinutes(2);
		assertThat(generation.drainTimeout()).hasSeconds(30);
		assertThat(generation.reload()).isEqualTo(new ReloadSettings(Surge.of("1"), Duration.ofMinutes(2),
				Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(30)));
		assertThat(generation.limits()).isEqualTo(new WorkerLimits(0, 0, Duration.ZERO, Duration.ofMinutes(1)));
		assertThat(settings.properties()).containsExactly(Map.entry("a.b", "c"));
		assertThat(settings.handoff().policy()).isEqualTo(BalancingPolicy.ROUND_ROBIN);
		assertThat(settings.handoff().maxPending()).isEqualTo(1024);
		assertThat(settings.handoff().slowStart()).isZero();
		assertThat(settings.handoff().address().getPort()).isEqualTo(8080);
		assertThat(settings.handoff().address().getAddress().isAnyLocalAddress()).isTrue();
		assertThat(settings.handoff().tls()).isFalse();
		assertThat(settings.handoff().directory()).isEqualTo(Path.of("dir"));
		assertThat(configuration.reloadSignal()).isEqualTo(new ReloadSignal("USR1"));
		assertThat(configuration.directory()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ ", false, 8080", ", true, 0", "9090, true, 9090", "0, true, 0", "9090, false, 9090" })
	void socketOfTheServiceManagerDecidesUnlessTheUserDoes(String wanted, boolean passed, int port) {
		if (wanted != null) {
			this.environment.withProperty("server.port", wanted);
		}
		ServiceVariables service = new ServiceVariables(null, Duration.ZERO, passed ? List.of(3) : List.of());
		assertThat(PrimaryConfiguration.read(this.environment, new String[0], service).address().getPort())
			.isEqualTo(port);
	}

	@Test
	void everythingTheUserSaysArrives() {
		this.environment.withProperty("server.port", "0")
			.withProperty("server.address", "127.0.0.1")
			.withProperty("server.tomcat.accept-count", "7")
			.withProperty("server.ssl.key-store", "a.p12")
			.withProperty("cluster.balancing", "shared")
			.withProperty("cluster.pending.max", "0")
			.withProperty("cluster.slow-start", "30s")
			.withProperty("cluster.worker.boot-timeout", "5s")
			.withProperty("cluster.worker.drain-timeout", "100ms")
			.withProperty("cluster.worker.jvm-args", "-Xmx64m '-Da=b c'")
			.withProperty("cluster.worker.max-memory", "500MB")
			.withProperty("cluster.worker.max-requests", "10000")
			.withProperty("cluster.worker.max-age", "24h")
			.withProperty("cluster.worker.min-lifetime", "0")
			.withProperty("cluster.reload.surge", "50%")
			.withProperty("cluster.reload.bake-time", "0")
			.withProperty("cluster.reload.drain-timeout", "9s")
			.withProperty("cluster.reload.deadline", "1m")
			.withProperty("cluster.directory", "/run/cluster");
		PrimaryConfiguration configuration = read();
		PrimarySettings settings = configuration.settings(Path.of("dir"), Map.of());
		assertThat(settings.handoff().address().toString()).isEqualTo("/127.0.0.1:0");
		assertThat(settings.handoff().backlog()).isEqualTo(7);
		assertThat(settings.handoff().tls()).isTrue();
		assertThat(settings.handoff().policy()).isEqualTo(BalancingPolicy.SHARED);
		assertThat(settings.handoff().maxPending()).isZero();
		assertThat(settings.handoff().slowStart()).hasSeconds(30);
		GenerationSettings generation = configuration.generation();
		assertThat(generation.bootTimeout()).hasSeconds(5);
		assertThat(generation.drainTimeout()).hasMillis(100);
		assertThat(generation.jvmArgs()).containsExactly("-Xmx64m", "-Da=b c");
		assertThat(generation.limits())
			.isEqualTo(new WorkerLimits(500 << 20, 10_000, Duration.ofHours(24), Duration.ZERO));
		assertThat(generation.reload()).isEqualTo(new ReloadSettings(Surge.of("50%"), Duration.ofSeconds(5),
				Duration.ZERO, Duration.ofSeconds(9), Duration.ofMinutes(1)));
		assertThat(configuration.directory()).isEqualTo(Path.of("/run/cluster"));
	}

	@Test
	void environmentVariablesKeepTheirNamesAndTheFirstSourceWins() {
		this.environment.withProperty("cluster.worker.env.MY_VAR", "${inner}").withProperty("inner", "low");
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("high", Map.of("cluster.worker.env.lower_Case", "x", "inner", "high")));
		assertThat(read().generation().environment()).containsOnly(Map.entry("MY_VAR", "high"),
				Map.entry("lower_Case", "x"));
	}

	@Test
	void environmentFileIsReadAsOthersReadIt(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve(".env"), """
				# A comment

				PLAIN=a b $HOME
				  QUOTED="c  # d"
				EMPTY=
				BOTH=file
				""");
		this.environment.withProperty("cluster.worker.env-file", file.toString())
			.withProperty("cluster.worker.env.BOTH", "property");
		assertThat(read().generation().environment()).containsOnly(Map.entry("PLAIN", "a b $HOME"),
				Map.entry("QUOTED", "c  # d"), Map.entry("EMPTY", ""), Map.entry("BOTH", "property"));
	}

	@Test
	void wrongLineOfTheEnvironmentFileIsNamedWithoutItsSecret(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve(".env"), "export SECRET\n");
		this.environment.withProperty("cluster.worker.env-file", file.toString());
		assertThatExceptionOfType(ClusterStartException.class).isThrownBy(this::read)
			.withMessageContaining("cluster.worker.env-file")
			.withMessageContaining("the line 'export' is not NAME=value");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					cluster.workers              | none     | is not a number of workers           | 'max'
					cluster.workers              | 0        | is less than one worker              | 'max'
					cluster.workers              | 5000     | is more than 1024 workers            | 'max'
					cluster.pending.max          | -1       | is negative                          | 1024
					cluster.slow-start           | -1s      | is negative                          | such as 30s
					cluster.worker.boot-timeout  | 0s       | is not a positive duration           | such as 2m
					cluster.worker.drain-timeout | -5s      | is not a positive duration           | such as 30s
					cluster.worker.max-memory    | much     | does not match data size pattern                | DataSize
					cluster.worker.max-memory    | 500      | is less than a megabyte              | 500MB
					cluster.worker.max-memory    | -1GB     | is less than a megabyte              | 500MB
					cluster.worker.max-requests  | 0        | is less than one request             | 100000
					cluster.worker.max-in-flight | 0        | is less than one request             | 50
					cluster.worker.max-age       | 0s       | is not a positive duration           | such as 24h
					cluster.worker.min-lifetime  | -1s      | is negative                          | such as 1m
					cluster.reload.surge         | some     | is neither a number nor a percentage | 25%
					cluster.reload.surge         | 0        | is out of range                      | 25%
					cluster.reload.surge         | 101%     | is out of range                      | 25%
					cluster.reload.bake-time     | -1s      | is negative                          | such as 5s
					cluster.reload.deadline      | 0s       | is not a positive duration           | such as 30m
					cluster.worker.jvm-args      | -Da="b   | has an unclosed quote                | close it
					cluster.reload.signal        | KILL     | is not a signal that can trigger reloads | USR1, HUP or none
					cluster.warmup.rounds        | 0        | is less than 1                       | cluster.warmup.paths
					cluster.warmup.paths         | products | not a request path                   | /products?page=1
					cluster.spares               | -1       | is negative                          | such as 1
					cluster.balancing            | fair     | is not a balancing policy            | round-robin, least-connections
					cluster.worker.weights.2     | 0        | is not a map of slots to weights     | weights.1=3
					cluster.worker.weights.0     | 1        | is not a map of slots to weights     | weights.1=3
					""",
			quoteCharacter = '`')
	void wrongValueIsNamedWithItsPropertyAndARemedy(String property, String value, String problem, String remedy) {
		MapPropertySource file = new OriginTrackedMapPropertySource("application.yml", Map.of(property,
				OriginTrackedValue.of(value, new TextResourceOrigin(new ClassPathResource("application.yml"), null))));
		this.environment.getPropertySources().addFirst(file);
		FailureAnalysis analysis = bootsAnalysis(catchThrowable(this::read));
		assertThat(analysis.getDescription() + analysis.getAction()).contains(property)
			.contains(value)
			.contains("application.yml")
			.contains(problem)
			.contains(remedy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			cluster.worker.env-file      | /no/file | cannot be read                    | NAME=value
			server.port                  | 70000    | is not a port                     | 65535
			""")
	void whatIsWrongOutsideOfItsOwnValueIsNamedWithARemedy(String property, String value, String problem,
			String remedy) {
		this.environment.setProperty(property, value);
		ClusterStartException failure = catchThrowableOfType(ClusterStartException.class, this::read);
		FailureAnalysis analysis = new ClusterStartFailureAnalyzer().analyze(failure);
		assertThat(analysis.getDescription()).contains("'" + property + "'").contains(problem);
		assertThat(analysis.getAction()).contains(remedy);
		assertThat(failure).hasMessageStartingWith(property + "=");
	}

	/**
	 * Analyzes as Boot does when a start fails before there is a context.
	 */
	private static FailureAnalysis bootsAnalysis(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, (type, name, ex) -> {
		}).stream().map((analyzer) -> analyzer.analyze(failure)).filter(Objects::nonNull).findFirst().orElseThrow();
	}

	private PrimaryConfiguration read() {
		return PrimaryConfiguration.read(this.environment, new String[] { "--a=b" });
	}

}
