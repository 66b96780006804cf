// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.DemoJar;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Sources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reload between two versions that cannot read each other's cached values.
 */
@Tag("jdk")
class CachedClassIT {

	/**
	 * The same to its users, but {@code pid} is of another type in its serialized form.
	 */
	private static final String ANOTHER_VERSION = """
			package dev.bootcluster.demo;

			record CachedValue(String key, String value, int pid) implements java.io.Serializable {

				CachedValue(String key, String value, long pid) {
					this(key, value, Math.toIntExact(pid));
				}

			}
			""";

	@TempDir
	private Path directory;

	@Test
	void reloadToAnotherVersionOfACachedClassFailsNoRequest() throws IOException {
		Path jar = this.directory.resolve("app.jar");
		DemoJar.packaged().overwriteInPlace(jar);
		DemoJar other = DemoJar.copyOf(jar, this.directory.resolve("other.jar"))
			.with(Sources.compile(Files.createDirectory(this.directory.resolve("sources")),
					Map.of("dev/bootcluster/demo/CachedValue.java", ANOTHER_VERSION)))
			.with("demo.version", "2")
			.write();
		try (ClusterProcess cluster = ClusterProcess.builder()
			.jar(jar)
			.directory(this.directory)
			.args("--cluster.workers=2", "--cluster.reload.bake-time=2s")
			.start()) {
			cluster.awaitReady(2);
			CachedWorkload workload = new CachedWorkload(20, "");
			try (LoadClient load = LoadClient.on(cluster.port())
				.keepAlive(6)
				.newConnections(2)
				.timeout(Duration.ofSeconds(30))
				.thinkTime(Duration.ofMillis(20))
				.workload(workload)
				.start()) {
				load.awaitRequests(200);
				assertThat(workload.computations()).hasSizeLessThanOrEqualTo(20);
				other.replace(jar);
				reload(cluster);
				assertThat(cluster.json("/version").path("version").asString()).isEqualTo("2");
				load.awaitRequests(load.report().requests() + 200);
				LoadReport report = load.stop();
				System.out.printf("Reload to another version of a cached class: %s; %d values computed%n", report,
						workload.computations().size());
				assertThat(report.failures()).as(report.toString()).isZero();
			}
			List<String> warnings = cluster.log()
				.stream()
				.filter((line) -> line.contains("Cache 'values' has values that cannot be read here"))
				.toList();
			assertThat(warnings).as("old and new workers that met a value of the other").hasSizeBetween(2, 4);
			assertThat(warnings).allMatch((line) -> line.contains("incompatible types for field pid"));
		}
	}

	private static void reload(ClusterProcess cluster) {
		assertThat(cluster.reload().status()).isEqualTo(202);
		Reload verdict = cluster.awaitReload();
		assertThat(verdict.hasSucceeded()).as(verdict.json().toString()).isTrue();
		cluster.awaitReady(2);
	}

}
