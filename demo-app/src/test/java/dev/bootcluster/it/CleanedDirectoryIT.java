// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Something cleans up where the cluster has its files.
 */
@Tag("full")
class CleanedDirectoryIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@ParameterizedTest
	@ValueSource(strings = { "runtime directory", "temporary directory without a store" })
	void workersComeBackAndReloadSucceedsAfterAllFilesWereDeleted(String place, @TempDir Path temporary)
			throws IOException {
		try (ClusterProcess cluster = start(place, temporary).awaitReady(2)) {
			Path token = cluster.tokenFile();
			Path directory = token.getParent();
			assertThat(directory).hasParent(place.startsWith("runtime") ? temporary.resolve("run") : temporary);
			String secret = Files.readString(token);
			Request session = Request.get("/session")
				.with("Cookie", cluster.post("/session/fruit/apple").header("Set-Cookie").orElseThrow().split(";")[0]);
			FileSystemUtils.deleteRecursively(directory);
			restart(cluster, 1);
			assertThat(token).hasContent(secret.strip());
			restart(cluster, 2);
			assertThat(cluster.send(session).text()).contains("\"fruit\":\"apple\"");
			assertThat(cluster.log()).anyMatch((line) -> line.contains("were deleted, which are made again"));

			FileSystemUtils.deleteRecursively(directory);
			assertThat(cluster.reload().status()).isEqualTo(202);
			Reload reload = cluster.awaitReload();
			assertThat(reload.hasSucceeded()).as(reload.toString()).isTrue();
			assertThat(cluster.workers()).extracting(Worker::generation).containsExactly(2L, 2L);
			assertThat(cluster.send(session).text()).contains("\"fruit\":\"apple\"");

			cluster.signal("TERM");
			cluster.awaitExit();
			cluster.awaitNoDescendants();
			assertThat(directory).doesNotExist();
		}
	}

	private static void restart(ClusterProcess cluster, int slot) {
		long killed = cluster.worker(slot).pid();
		cluster.kill9(killed);
		cluster.await("another worker %d than %d".formatted(slot, killed), PATIENCE,
				() -> cluster.worker(slot).isReady() && cluster.worker(slot).pid() != killed);
	}

	private static ClusterProcess start(String place, Path temporary) throws IOException {
		ClusterProcessBuilder builder = ClusterProcess.builder()
			.jvmArgs("-Djava.io.tmpdir=" + temporary)
			.args("--cluster.workers=2");
		if (place.startsWith("runtime")) {
			Path runtime = Files.createDirectory(temporary.resolve("run"));
			builder.env("XDG_RUNTIME_DIR", runtime.toString());
		}
		if (place.endsWith("without a store")) {
			builder.args("--cluster.store=off");
		}
		return builder.start();
	}

}
