// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;

import dev.bootcluster.testing.ClusterProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The primary as process 1, as in a container without an init process.
 */
@Tag("full")
class ContainerIT {

	private static final String[] NAMESPACE = { "unshare", "--pid", "--fork", "--kill-child", "--mount-proc" };

	@BeforeAll
	static void requireNamespaces() throws Exception {
		Assumptions.assumeTrue(canUnshare(), "This user may create PID namespaces");
	}

	private static boolean canUnshare() throws InterruptedException {
		try {
			ProcessBuilder probe = new ProcessBuilder(NAMESPACE);
			probe.command().add("true");
			return probe.start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void primaryAsksForAnInitProcessAndServes() {
		try (ClusterProcess cluster = ClusterProcess.builder()
			.through(NAMESPACE)
			.args("--cluster.workers=2", "--cluster.shared-state=none")
			.start()
			.awaitReady(2)) {
			assertThat(cluster.awaitLog("Cluster is listening")).contains("primary pid 1,");
			assertThat(cluster.awaitLog("process 1")).contains(" WARN ", "docker run --init");
			long victim = cluster.worker(1).pid();
			cluster.descendants()
				.stream()
				.filter((process) -> process.info()
					.commandLine()
					.filter((line) -> line.contains("-Dcluster.worker.slot=1"))
					.isPresent())
				.forEach(ProcessHandle::destroyForcibly);
			assertThat(cluster.awaitLog("Worker 1 .*exit|Worker 1 .*kill|Worker 1 .*SIGKILL")).contains("SIGKILL");
			cluster.awaitReady(2);
			assertThat(cluster.worker(1).pid()).isNotEqualTo(victim);
		}
	}

}
