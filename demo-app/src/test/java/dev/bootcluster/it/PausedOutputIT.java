// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever reads what a cluster prints may stop reading, as a terminal does after Ctrl-S:
 * workers are supervised all the same.
 */
@Tag("full")
class PausedOutputIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * Stops reading as long as there is a file.
	 */
	private static final String READER = "while IFS= read -r line; do echo \"$line\";"
			+ " while [ -e '%2$s' ]; do sleep 0.1; done; done < '%1$s' & exec \"$@\" > '%1$s' 2>&1";

	@TempDir
	private Path temporary;

	@Test
	void killedWorkersAreReplacedWhileNobodyReadsTheLog() throws Exception {
		Path pipe = this.temporary.resolve("pipe");
		Path paused = this.temporary.resolve("paused");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor()).isZero();
		try (ClusterProcess cluster = ClusterProcess.builder()
			.through("sh", "-c", READER.formatted(pipe, paused), "sh")
			.args("--cluster.workers=2", "--cluster.shared-state=none")
			.start()) {
			cluster.awaitReady(2);
			Files.createFile(paused);
			Thread filler = fill(pipe);
			for (int slot = 1; slot <= 2; slot++) {
				replace(cluster, slot);
			}
			assertThat(filler.isAlive()).as("the pipe is full").isTrue();
			long successor = cluster.worker(2).pid();
			assertThat(cluster.log()).noneMatch((line) -> line.contains("(pid %d".formatted(successor)));
			Files.delete(paused);
			cluster.awaitLog("Worker 2 \\(pid %d.* ready".formatted(successor));
		}
	}

	/**
	 * Write until the pipe takes no more.
	 */
	private static Thread fill(Path pipe) {
		Thread thread = new Thread(() -> {
			try (OutputStream out = new FileOutputStream(pipe.toFile())) {
				out.write("filler\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
			}
			catch (IOException ex) {
				// The reader is gone.
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void replace(ClusterProcess cluster, int slot) {
		Worker victim = cluster.worker(slot);
		cluster.kill9(victim.pid());
		cluster.await("a successor of " + victim, PATIENCE,
				() -> cluster.worker(slot).isReady() && cluster.worker(slot).pid() != victim.pid());
	}

}
