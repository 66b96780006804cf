// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.nio.file.Path;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.DemoJar;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Variants of the demo's jar are what a build would have made: they run, and they can be
 * extracted.
 */
class DemoJarIT {

	@TempDir
	private Path temporary;

	@Test
	void variantRuns() {
		DemoJar variant = DemoJar.copyOf(DemoJar.packaged().path(), this.temporary.resolve("app.jar"))
			.with("demo.fault", "boot")
			.write();
		try (ClusterProcess process = standalone(variant.path())) {
			process.awaitLog("This version of the demo cannot start");
			assertThat(process.awaitExit()).isEqualTo(1);
		}
	}

	@Test
	@Tag("full")
	void extractedVariantRuns() throws Exception {
		DemoJar variant = DemoJar.copyOf(DemoJar.packaged().path(), this.temporary.resolve("app.jar"))
			.with("demo.version", "2")
			.with("demo.fault", "dies")
			.with("demo.fault-after", "5s")
			.write();
		Path extracted = this.temporary.resolve("extracted");
		Process extract = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djarmode=tools", "-jar", variant.path().toString(), "extract", "--destination", extracted.toString())
			.inheritIO()
			.start();
		assertThat(extract.waitFor()).isZero();
		try (ClusterProcess process = standalone(extracted.resolve("app.jar"))) {
			assertThat(process.json("/version").path("version").asString()).isEqualTo("2");
			assertThat(process.awaitExit()).isEqualTo(3);
		}
	}

	private static ClusterProcess standalone(Path jar) {
		return ClusterProcess.builder()
			.jar(jar)
			.args("--cluster.enabled=false", "--spring.profiles.active=chaos")
			.start();
	}

}
