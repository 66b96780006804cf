// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.generation.ArchiveTraining;
import dev.bootcluster.generation.ClassArchive;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import dev.bootcluster.primary.fleet.WorkerEndings;
import dev.bootcluster.primary.fleet.WorkerPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of the worker that trains the class archive.
 */
class ClassTrainingTests {

	private static final int NO_SLOT = 0;

	@TempDir
	private Path directory;

	private final SupervisedCluster cluster = new SupervisedCluster();

	private ClassArchive archive;

	private Path unfinished;

	@BeforeEach
	void serve() {
		this.archive = new ClassArchive(this.directory.resolve("classes-key/classes.jsa"), false);
		String option = this.archive.trainOptions().get(0);
		this.unfinished = Path.of(option.substring(option.indexOf('=') + 1));
		this.cluster.archive = this.archive;
		this.cluster.supervisor.start(1, 0);
		this.cluster.loop.run();
		this.cluster.ready(1);
		this.cluster.afterSeconds(3);
	}

	@Test
	void archiveOfATraineeThatEndsAsAskedIsKept() throws IOException {
		FakeProcess trainee = this.cluster.ready(trainee());
		assertThat(this.cluster.drains(trainee)).isTrue();
		Files.writeString(this.unfinished, "all classes");
		this.cluster.exits(trainee, 0);
		assertThat(this.archive.file()).hasContent("all classes");
		assertThat(this.unfinished).doesNotExist();
	}

	@Test
	void archiveOfATraineeThatIsKilledWhileItWritesIsDiscarded() throws IOException {
		FakeProcess trainee = this.cluster.ready(trainee());
		Files.writeString(this.unfinished, "half of the");
		this.cluster.exits(trainee, 137);
		assertThat(trained()).isEmpty();
	}

	@Test
	void archiveOfATraineeThatDoesNotEndInTimeIsDiscarded() throws IOException {
		FakeProcess trainee = this.cluster.ready(trainee());
		Files.writeString(this.unfinished, "half of the");
		this.cluster.after(WorkerPool.TRAINING.plus(WorkerEndings.GRACE));
		assertThat(trainee.killed).isTrue();
		assertThat(trained()).isEmpty();
	}

	@Test
	void archiveIsDiscardedWhenAReloadBegins() throws IOException {
		FakeProcess trainee = this.cluster.ready(trainee());
		Files.writeString(this.unfinished, "half of the");
		this.cluster.reload();
		assertThat(trainee.killed).isTrue();
		assertThat(trained()).isEmpty();
	}

	@Test
	void traineeThatGivesWayIsNoCrash() {
		FakeProcess trainee = trainee();
		this.cluster.reload();
		this.cluster.exits(trainee, 137);
		assertThat(this.cluster.events.after(0)).extracting(ClusterEvent::detail)
			.contains("Worker 0 (pid %d, generation 1) ended by SIGKILL: its training of the class archive gives way: "
				.formatted(trainee.pid()) + "workers are being replaced");
	}

	@Test
	void traineeThatDiesLeavesNoArchiveOfTheOneBefore() throws IOException {
		FakeProcess first = trainee();
		this.cluster.reload();
		Files.createDirectories(this.unfinished.getParent());
		Files.writeString(this.unfinished, "what it wrote last");
		this.cluster.crashes(1);
		this.cluster.afterSeconds(3);
		assertThat(trainee()).isNotSameAs(first);
		assertThat(this.unfinished).doesNotExist();
		this.cluster.exits(trainee(), 1);
		assertThat(trained()).isEmpty();
	}

	@Test
	void archiveThatAnotherClusterTrainsIsNotTrainedTwice() throws IOException {
		this.cluster.exits(trainee(), 1);
		this.archive = new ClassArchive(this.directory.resolve("classes-other/classes.jsa"), false);
		this.cluster.archive = this.archive;
		try (ArchiveTraining other = this.archive.begin()) {
			this.cluster.supervisor.orders().scale("1");
			this.cluster.afterSeconds(3);
			assertThat(this.cluster.launcher.of(NO_SLOT)).as("the first trainee").hasSize(1);
			assertThat(other).isNotNull();
		}
		this.cluster.afterSeconds(30);
		assertThat(this.cluster.launcher.of(NO_SLOT)).as("the other one has left nothing").hasSize(2);
	}

	@Test
	void archiveThatWasChangedIsTrainedAgain() throws IOException {
		FakeProcess trainee = this.cluster.ready(trainee());
		Files.writeString(this.unfinished, "all classes");
		this.cluster.exits(trainee, 0);
		assertThat(this.archive.exists()).isTrue();
		Files.writeString(this.archive.file(), "any classes");
		assertThat(this.archive.exists()).isFalse();
		try (ArchiveTraining training = this.archive.begin()) {
			Files.writeString(this.unfinished, "the classes");
			assertThat(training.finish()).isTrue();
		}
		assertThat(this.archive.exists()).isTrue();
		assertThat(this.archive.file()).hasContent("the classes");
	}

	private List<Path> trained() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter(Files::isDirectory).toList();
		}
	}

	private FakeProcess trainee() {
		return this.cluster.worker(NO_SLOT);
	}

}
