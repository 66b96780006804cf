// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClusterProcess}, with a {@link FakeCluster} instead of the real one.
 */
@Timeout(60)
class ClusterProcessTests {

	@TempDir
	private static Path directory;

	private static Path jar;

	@BeforeAll
	static void packageFake() throws IOException, URISyntaxException {
		Manifest manifest = new Manifest();
		Attributes attributes = manifest.getMainAttributes();
		attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
		attributes.put(Attributes.Name.MAIN_CLASS, FakeCluster.class.getName());
		attributes.put(Attributes.Name.CLASS_PATH,
				FakeCluster.class.getProtectionDomain().getCodeSource().getLocation().toURI().toString());
		jar = directory.resolve("fake.jar");
		new JarOutputStream(Files.newOutputStream(jar), manifest).close();
	}

	@Test
	void tellsPortAndWorkersOnceTheyAreReady() {
		try (ClusterProcess cluster = start()) {
			cluster.awaitReady(2);
			Worker worker = cluster.worker(2);
			assertThat(worker.generation()).isEqualTo(1);
			assertThat(worker.requests()).isEqualTo(5);
			assertThat(cluster.descendants()).extracting(ProcessHandle::pid).contains(worker.pid());
			assertThat(cluster.get("/nothing").status()).isEqualTo(404);
			assertThat(cluster.awaitLog("listening on port")).endsWith(" " + cluster.port());
		}
	}

	@Test
	void logBeginsAnewForEachTest() {
		try (ClusterProcess cluster = start()) {
			cluster.port();
			assertThat(cluster.log()).isEqualTo(cluster.wholeLog()).isNotEmpty();
			cluster.beginLog();
			assertThat(cluster.log()).isEmpty();
			assertThat(cluster.wholeLog()).anyMatch((line) -> line.contains("listening on port"));
		}
	}

	@Test
	void followsAReloadToItsEnd() {
		try (ClusterProcess cluster = start()) {
			assertThat(cluster.reload().status()).isEqualTo(202);
			Reload reload = cluster.awaitReload();
			assertThat(reload.state()).isEqualTo("FAILED");
			assertThat(reload.id()).isEqualTo("7");
			assertThat(reload.generation()).isEqualTo(2);
			assertThat(reload.reason()).isEmpty();
		}
	}

	@Test
	void showsAndKillsWhatOutlivedThePrimary() {
		List<ProcessHandle> orphans;
		try (ClusterProcess cluster = start()) {
			cluster.awaitReady(2);
			cluster.kill9(cluster.pid());
			assertThat(cluster.awaitExit()).isEqualTo(128 + 9);
			orphans = cluster.descendants();
			assertThat(orphans).hasSize(2);
		}
		Await.until("the end of the orphans", Duration.ofSeconds(10),
				() -> orphans.stream().noneMatch(ProcessHandle::isAlive));
	}

	@Test
	void signalEndsTheProcessWithItsExitCode() {
		try (ClusterProcess cluster = start()) {
			cluster.port();
			cluster.signal("TERM");
			assertThat(cluster.awaitExit()).isEqualTo(128 + 15);
		}
	}

	@Test
	void killOfAForeignProcessIsRefused() {
		try (ClusterProcess cluster = start()) {
			assertThatIllegalArgumentException().isThrownBy(() -> cluster.kill9(ProcessHandle.current().pid()));
		}
	}

	@Test
	void waitEndsWithTheLogWhenTheProcessExits() {
		try (ClusterProcess cluster = ClusterProcess.builder().jar(jar).args("--fail").start()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> cluster.awaitReady(2))
				.withMessageContaining("exited with 3")
				.withMessageContaining("Port is taken, says the fake");
		}
		assertThat(Path.of("target/cluster-logs/ClusterProcessTests.waitEndsWithTheLogWhenTheProcessExits.log"))
			.exists();
	}

	private static ClusterProcess start() {
		return ClusterProcess.builder().jar(jar).name("ClusterProcessTests").start();
	}

}
