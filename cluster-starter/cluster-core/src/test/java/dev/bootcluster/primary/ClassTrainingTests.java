/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.primary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.bootcluster.generation.ClassArchive;
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
		this.archive = new ClassArchive(this.directory.resolve("classes.jsa"), false);
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
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void archiveOfATraineeThatDoesNotEndInTimeIsDiscarded() throws IOException {
		FakeProcess trainee = this.cluster.ready(trainee());
		Files.writeString(this.unfinished, "half of the");
		this.cluster.after(WorkerPool.TRAINING.plus(WorkerPool.GRACE));
		assertThat(trainee.killed).isTrue();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void archiveIsDiscardedWhenAReloadBegins() throws IOException {
		FakeProcess trainee = this.cluster.ready(trainee());
		Files.writeString(this.unfinished, "half of the");
		this.cluster.reload();
		assertThat(trainee.killed).isTrue();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void traineeThatDiesLeavesNoArchiveOfTheOneBefore() throws IOException {
		FakeProcess first = trainee();
		this.cluster.reload();
		Files.writeString(this.unfinished, "what it wrote last");
		this.cluster.crashes(1);
		this.cluster.afterSeconds(3);
		assertThat(trainee()).isNotSameAs(first);
		assertThat(this.unfinished).doesNotExist();
		this.cluster.exits(trainee(), 1);
		assertThat(this.directory).isEmptyDirectory();
	}

	private FakeProcess trainee() {
		return this.cluster.worker(NO_SLOT);
	}

}
