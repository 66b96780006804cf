// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.DemoJar;
import dev.bootcluster.testing.Sources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary starts twice in one JVM, and an application does not notice.
 */
@Tag("full")
class SecondStartIT {

	private static final String MAIN = """
			package dev.bootcluster.demo;

			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

			@SpringBootApplication
			@ConfigurationPropertiesScan
			public class DemoApplication {

				public static void main(String[] args) {
					try {
						SpringApplication.run(DemoApplication.class, args);
					}
					catch (Throwable ex) {
						System.out.println("main has caught " + ex);
						System.exit(3);
					}
				}

			}
			""";

	@TempDir
	private Path temporary;

	@Test
	void mainThatCatchesEverythingHasNothingToCatch() throws IOException {
		Path jar = this.temporary.resolve("catching.jar");
		DemoJar.copyOf(DemoJar.packaged().path(), jar)
			.with(Sources.compile(Files.createDirectory(this.temporary.resolve("sources")),
					Map.of("dev/bootcluster/demo/DemoApplication.java", MAIN)))
			.write();
		try (ClusterProcess cluster = start(ClusterProcess.builder().jar(jar))) {
			cluster.awaitReady(1);
			assertThat(cluster.get("/hello").text()).endsWith(" " + cluster.worker(1).pid());
			cluster.signal("TERM");
			assertThat(cluster.awaitExit()).isZero();
			assertThat(cluster.log()).noneMatch((line) -> line.contains("main has caught"));
		}
	}

	/**
	 * Only the second start asks for Netty's library; by then the first has to wait.
	 */
	@Test
	void applicationWhoseMachineHasNoNativeLibraryIsStillStandalone() {
		try (ClusterProcess process = start(ClusterProcess.builder()
			.jvmArgs("-Dio.netty.transport.noNative=true")
			.args("--cluster.worker.class-archive=off"))) {
			process.awaitLog("Running standalone although cluster.workers is set: Netty's epoll transport");
			process.awaitLog("Started DemoApplication");
			assertThat(process.descendants()).isEmpty();
			process.signal("TERM");
			assertThat(process.awaitExit()).isEqualTo(143);
			assertThat(process.log()).as("of a shutdown in good order").anyMatch((line) -> line.contains("Graceful"));
		}
	}

	private static ClusterProcess start(ClusterProcessBuilder builder) {
		return builder.args("--cluster.workers=1", "--cluster.shared-state=none").start();
	}

}
