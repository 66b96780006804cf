// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Reload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary lives as long as its application: however often that is reloaded, it takes no
 * more of the machine than after the first times.
 */
@Tag("soak")
@Isolated("measures memory and what is left open")
class GrowthIT {

	private static final int WORKERS = 2;

	/**
	 * Reloads after which everything that is kept at all is there: the generation that
	 * serves and the one before it.
	 */
	private static final int FIRST_RELOADS = 2;

	/**
	 * All reloads; the profile {@code soak} asks for two hundred.
	 */
	private static final int RELOADS = Integer.getInteger("soak.many-reloads", 6);

	private static final int FEW_DESCRIPTORS = 2;

	private static final int FEW_THREADS = 2;

	/**
	 * The last thousand events are kept, which nearly fills up in the long run.
	 */
	private static final long LITTLE_HEAP = 2 * 1024 * 1024;

	/**
	 * Names and numbers in the configuration of a generation get longer.
	 */
	private static final long FEW_BYTES = 4 * 1024;

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	@Test
	void reloadsDoNotMakeThePrimaryGrow(@TempDir Path temporary) throws IOException, InterruptedException {
		try (ClusterProcess cluster = start(temporary)) {
			// Halves the time of all that follows.
			cluster.await("a class archive", PATIENCE,
					() -> cluster.log().stream().anyMatch((line) -> line.contains("their classes are archived")));
			long start = System.nanoTime();
			reload(cluster, 1, FIRST_RELOADS);
			Footprint first = footprint(cluster, temporary);
			reload(cluster, FIRST_RELOADS + 1, RELOADS);
			Footprint last = footprint(cluster, temporary);
			System.out.printf("After %d reloads: %s%nAfter %d reloads: %s, in %d s%n", FIRST_RELOADS, first, RELOADS,
					last, Duration.ofNanos(System.nanoTime() - start).toSeconds());
			assertNoGrowth(first, last);
		}
	}

	/**
	 * With a fixed number of threads in the JVM itself.
	 */
	private static ClusterProcess start(Path temporary) {
		ClusterProcess cluster = ClusterProcess.builder()
			.jvmArgs("-Djava.io.tmpdir=" + temporary, "-XX:+UseSerialGC", "-XX:-UseDynamicNumberOfCompilerThreads")
			.args("--cluster.workers=" + WORKERS, "--cluster.shared-state=none", "--cluster.worker.class-archive=auto")
			.start();
		try {
			return cluster.awaitReady(WORKERS);
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	/**
	 * Under a load that is light, so that reloads are fast.
	 */
	private static void reload(ClusterProcess cluster, int first, int last) {
		try (LoadClient load = LoadClient.on(cluster.port())
			.keepAlive(4)
			.newConnections(2)
			.thinkTime(Duration.ofMillis(100))
			.timeout(Duration.ofSeconds(30))
			.start()) {
			for (int reload = first; reload <= last; reload++) {
				assertThat(cluster.reload().status()).isEqualTo(202);
				Reload verdict = cluster.awaitReload();
				assertThat(verdict.hasSucceeded()).as(verdict.json().toString()).isTrue();
				assertThat(verdict.generation()).isEqualTo(reload + 1);
			}
			LoadReport report = load.stop();
			assertThat(report.failures()).as(report.toString()).isZero();
			assertThat(report.closedIdle()).as("connections closed without notice").isZero();
		}
	}

	private static Footprint footprint(ClusterProcess cluster, Path temporary)
			throws IOException, InterruptedException {
		cluster.awaitReady(WORKERS);
		cluster.await("the end of all old workers", PATIENCE, () -> cluster.descendants().size() == WORKERS);
		return Footprint.of(cluster.pid(), temporary);
	}

	private static void assertNoGrowth(Footprint first, Footprint last) {
		assertThat(last.descriptors().size()).as("%s%nwere%n%s", last.descriptors(), first.descriptors())
			.isLessThanOrEqualTo(first.descriptors().size() + FEW_DESCRIPTORS);
		assertThat(last.threads().size()).as("%s%nwere%n%s", last.threads(), first.threads())
			.isLessThanOrEqualTo(first.threads().size() + FEW_THREADS);
		assertThat(last.heap()).as("live heap").isLessThan(first.heap() + LITTLE_HEAP);
		assertThat(last.generations()).as(last.files().toString()).isLessThanOrEqualTo(first.generations());
		assertThat(last.filesWithout(first)).as("files, of which there were %s", first.filesWithout(last))
			.hasSizeLessThanOrEqualTo(first.filesWithout(last).size());
		assertThat(last.bytes()).as("bytes of %s", last.files()).isLessThan(first.bytes() + FEW_BYTES);
	}

}
