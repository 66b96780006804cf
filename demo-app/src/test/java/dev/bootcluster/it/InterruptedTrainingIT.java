// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of a training that does not come to its end.
 */
@Tag("full")
class InterruptedTrainingIT {

	private static final Duration TRAINING = Duration.ofMinutes(3);

	@TempDir
	private Path store;

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void jvmThatMakesTheArchiveDiesWithTheTrainee() {
		try (ClusterProcess cluster = start()) {
			ProcessHandle trainee = awaitTrainee(cluster);
			ProcessHandle assembler = awaitAndStopAssembler(cluster, trainee);
			cluster.kill9(trainee.pid());
			cluster.await("the end of both", TRAINING,
					() -> Collections.disjoint(cluster.descendants(), List.of(trainee, assembler)));
			cluster.awaitLog("There is no class archive for generation 1");
			assertThat(cluster.descendants()).as("one worker").hasSize(1);
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void jvmThatMakesTheArchiveDiesWhenAReloadInterruptsTheTraining() {
		try (ClusterProcess cluster = start()) {
			ProcessHandle trainee = awaitTrainee(cluster);
			ProcessHandle assembler = awaitAndStopAssembler(cluster, trainee);
			assertThat(cluster.reload().status()).isEqualTo(202);
			cluster.await("the end of both", TRAINING,
					() -> Collections.disjoint(cluster.descendants(), List.of(trainee, assembler)));
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
		}
	}

	@Test
	void whatAKilledPrimaryWasTrainingEndsWithItAndIsRemovedByTheNextStart() throws IOException {
		try (ClusterProcess cluster = start()) {
			awaitTrainee(cluster);
			cluster.kill9(cluster.pid());
			cluster.awaitNoDescendants();
		}
		assertThat(unfinished()).as("left by the trainee").isNotEmpty();
		try (ClusterProcess cluster = start()) {
			cluster.await("an archive", TRAINING,
					() -> cluster.log().stream().anyMatch((line) -> line.contains("their classes are archived")));
			assertThat(unfinished()).isEmpty();
		}
	}

	private ClusterProcess start() {
		return ClusterProcess.builder()
			.args("--cluster.workers=1", "--cluster.shared-state=none", "--cluster.worker.class-archive=auto",
					"--cluster.store=" + this.store)
			.start()
			.awaitReady(1);
	}

	/**
	 * The child of the primary that is no worker.
	 */
	private static ProcessHandle awaitTrainee(ClusterProcess cluster) {
		List<Long> workers = cluster.workers().stream().map(Worker::pid).toList();
		return awaitChild(cluster, "a trainee", cluster.pid(), workers);
	}

	/**
	 * Once it is stopped, it does not end by itself.
	 */
	private static ProcessHandle awaitAndStopAssembler(ClusterProcess cluster, ProcessHandle trainee) {
		ProcessHandle assembler = awaitChild(cluster, "the JVM that makes the archive", trainee.pid(), List.of());
		cluster.kill("STOP", assembler.pid());
		return assembler;
	}

	private static ProcessHandle awaitChild(ClusterProcess cluster, String what, long parent, List<Long> others) {
		AtomicReference<ProcessHandle> child = new AtomicReference<>();
		cluster.await(what, TRAINING, () -> {
			cluster.descendants()
				.stream()
				.filter((process) -> process.parent().filter((found) -> found.pid() == parent).isPresent())
				.filter((process) -> !others.contains(process.pid()))
				.forEach(child::set);
			return child.get() != null;
		});
		return child.get();
	}

	private List<Path> unfinished() throws IOException {
		try (Stream<Path> files = Files.walk(this.store)) {
			return files.filter((file) -> file.getFileName().toString().startsWith("unfinished-")).toList();
		}
	}

}
