// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster that watches its jar.
 */
@Tag("full")
class WatchIT {

	@Test
	void replacedJarReloadsAndAnIgnoredFileDoesNothing(@TempDir Path directory) throws IOException {
		Path original = Path.of(System.getProperty("demo.jar", "target/demo-app.jar"));
		Path jar = Files.copy(original, directory.resolve("app.jar"));
		try (ClusterProcess cluster = ClusterProcess.builder()
			.jar(jar)
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--cluster.watch.enabled=true",
					"--cluster.watch.debounce=200ms", "--cluster.watch.paths=" + directory,
					"--cluster.reload.bake-time=0s")
			.start()
			.awaitReady(2)) {
			List<Long> before = cluster.workers().stream().map(Worker::pid).toList();
			Files.writeString(directory.resolve("app.log"), "ignored");
			Path next = Files.copy(original, directory.resolve("next.tmp"));
			Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
			cluster.await("other workers", Duration.ofMinutes(1),
					() -> cluster.workers()
						.stream()
						.allMatch((worker) -> worker.isReady() && !before.contains(worker.pid())));
			cluster.awaitReload();
			assertThat(cluster.workers()).allSatisfy((worker) -> assertThat(worker.generation()).isEqualTo(2));
		}
	}

}
