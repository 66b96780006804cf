// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.generation.Artifact;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.generation.WorkerLimits;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.process.JavaInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchReport}.
 */
class LaunchReportTests {

	private static final String DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=*:5005";

	private static final long MEMORY = 8L << 30;

	private String jvmArgs = "";

	private boolean classArchive = true;

	@Test
	void nothingIsSaidOfOrdinaryOptions() {
		LaunchReport report = report("-Xmx1g", "-Da=1", "-XX:+UseZGC", "-javaagent:otel.jar", "-Xshare:auto",
				"-Dcom.sun.management.jmxremote");
		assertThat(report.notes()).isEmpty();
		assertThat(report.warnings(MEMORY)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=*:5005 | -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:{slot+5005}
					-agentlib:jdwp=transport=dt_socket,server=y,suspend=n                | -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address={slot+5005}
					-Xrunjdwp:transport=dt_socket,address=8000,server=y                  | -Xrunjdwp:transport=dt_socket,address={slot+8000},server=y
					-agentlib:jdwp=transport=dt_socket,address=127.0.0.1:53911,suspend=y,server=n | -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address={slot+5005}
					-agentlib:jdwp=transport=dt_socket,timeout=1000,address=127.0.0.1:5005,server=y | -agentlib:jdwp=transport=dt_socket,timeout=1000,address=127.0.0.1:{slot+5005},server=y
					-Dcom.sun.management.jmxremote.port=9010                             | -Dcom.sun.management.jmxremote.port={slot+9010}
					""")
	void portThatStaysWithThePrimaryIsToldOnceWithTheWayToHaveItInWorkers(String option, String inWorkers) {
		assertThat(report("-Da=1", option).notes()).singleElement()
			.asString()
			.contains("runs in the workers, not in this process, which keeps " + option + " for itself")
			.endsWith("cluster.worker.jvm-args=" + inWorkers);
	}

	@Test
	void whatBelongsToAPortIsToldWithIt() {
		assertThat(
				report("-Dcom.sun.management.jmxremote.port=9010", "-Dcom.sun.management.jmxremote.ssl=false").notes())
			.singleElement()
			.asString()
			.endsWith("=-Dcom.sun.management.jmxremote.port={slot+9010} -Dcom.sun.management.jmxremote.ssl=false");
	}

	/**
	 * The invocation is without it, see {@code JvmOption.sharable}.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					-javaagent:/opt/jmx-1234.jar=0.0.0.0:9404:config.yml | -javaagent:/opt/jmx-1234.jar=0.0.0.0:{slot+9404}:config.yml
					-javaagent:/opt/jmx.jar=9404                         | -javaagent:/opt/jmx.jar={slot+9404}
					-javaagent:jolokia.jar=port=8778,host=localhost      | -javaagent:jolokia.jar=port={slot+8778},host=localhost
					-javaagent:jolokia.jar=host=10.0.0.10,port=8778      | -javaagent:jolokia.jar=host=10.0.0.10,port={slot+8778}
					""")
	void agentThatListensIsToldAsWell(String agent, String inWorkers) {
		assertThat(report(Stream.of(agent), Stream.of()).notes()).singleElement()
			.asString()
			.contains(agent)
			.endsWith("=" + inWorkers);
	}

	@Test
	void whoHasGivenWorkersPortsIsNotAdvised() {
		this.jvmArgs = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address={slot+5005}";
		assertThat(report(DEBUGGER).notes()).singleElement().asString().endsWith("set cluster.enabled=false");
	}

	@Test
	void archiveThatIsReplacedIsTold() {
		assertThat(report("-XX:SharedArchiveFile=app.jsa", "-Xshare:on").notes()).singleElement()
			.asString()
			.startsWith("Workers run without -XX:SharedArchiveFile=app.jsa -Xshare:on: ")
			.contains("train an archive of their own");
		assertThat(report("-XX:AOTCache=app.aot").notes()).hasSize(1);
	}

	@Test
	void archiveThatMayNotFitIsTold() {
		this.classArchive = false;
		assertThat(report("-XX:SharedArchiveFile=app.jsa").notes()).singleElement()
			.asString()
			.contains("more slowly if -XX:SharedArchiveFile=app.jsa was made for another place");
		assertThat(report("-Xshare:on").notes()).singleElement()
			.asString()
			.startsWith("Workers run without -Xshare:on, ");
		assertThat(report("-XX:SharedArchiveFile=app.jsa", "-Xshare:on").notes()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "-Xmx5g, 5120", "-XX:MaxHeapSize=9g, 9216" })
	void heapsThatDoNotFitAreWarnedOf(String option, String megabytes) {
		assertThat(report(option).warnings(MEMORY)).containsExactly(
				"The heaps of 2 workers may grow to %s MB each, which is more than the 8192 MB of memory of this machine or container. Set cluster.worker.jvm-args=-Xmx2048m or less, or fewer workers"
					.formatted(megabytes));
	}

	@Test
	void heapsThatFitAreNot() {
		assertThat(report("-Xmx4g").warnings(MEMORY)).isEmpty();
		assertThat(report("-XX:MaxRAMPercentage=95").warnings(MEMORY)).isEmpty();
		this.jvmArgs = "-XX:MaxRAMPercentage=95";
		assertThat(report().warnings(MEMORY)).hasSize(1);
		this.jvmArgs = "-XX:MaxRAMPercentage=58.333333333333336";
		assertThat(report().warnings(MEMORY)).hasSize(1);
	}

	@Test
	void patternThatDropsNothingIsWarnedOf() {
		this.jvmArgs = "!-javaagent:*jmx* !-Da=*";
		assertThat(report("-Da=1").warnings(MEMORY)).singleElement()
			.asString()
			.contains("!-javaagent:*jmx* drops nothing");
	}

	private LaunchReport report(String... options) {
		return report(Stream.empty(), Stream.of(options));
	}

	private LaunchReport report(Stream<String> kept, Stream<String> passed) {
		List<String> sharable = passed.toList();
		List<String> all = Stream.concat(kept, sharable.stream()).toList();
		JavaInvocation application = new JavaInvocation(Path.of("java"), sharable, null, "app.jar", List.of());
		GenerationSettings settings = new GenerationSettings(
				Arrays.stream(this.jvmArgs.split(" ")).filter((word) -> !word.isEmpty()).toList(), Map.of(),
				Duration.ZERO, Duration.ZERO, Duration.ZERO, this.classArchive,
				new ReloadSettings(Surge.of("1"), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
				new WorkerLimits(0, 0, Duration.ZERO, Duration.ZERO));
		Generation generation = new Generation(1, Path.of("/run/cluster/1"),
				new Artifact("key", Path.of("/store/key"), application), settings);
		return new LaunchReport(
				new PrimarySettings(2, 0, 4,
						new HandoffSettings(Path.of("/run/cluster"), new InetSocketAddress(0), 1,
								BalancingPolicy.SHARED, 1, Duration.ofSeconds(10), Duration.ZERO, false),
						true, true, Map.of()),
				generation, all);
	}

}
