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

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers start from an archive of their classes once one is trained.
 */
@Tag("jdk")
class ClassArchiveIT {

	private static final Duration TRAINING = Duration.ofMinutes(3);

	@Test
	void archiveIsTrainedInTheBackgroundAndUsedFromThenOn() throws IOException {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(1, "--cluster.shared-state=none",
				"--cluster.worker.class-archive=auto")) {
			Worker first = cluster.worker(1);
			assertThat(archiveOption(first)).isFalse();
			cluster.await("an archive", TRAINING,
					() -> cluster.log().stream().anyMatch((line) -> line.contains("their classes are archived")));
			assertThat(cluster.descendants()).as("the trainee is gone").hasSize(1);
			cluster.kill9(first.pid());
			cluster.await("a successor", TRAINING,
					() -> cluster.worker(1).isReady() && cluster.worker(1).pid() != first.pid());
			Worker second = cluster.worker(1);
			assertThat(archiveOption(second)).isTrue();
			assertThat(Files.readString(Path.of("/proc/%d/maps".formatted(second.pid())))).as("what it has mapped")
				.contains("/classes-");
			assertThat(cluster.get("/hello").text()).endsWith(" " + second.pid());
			assertThat(cluster.reload().status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			assertThat(archiveOption(cluster.worker(1))).as("the same code has the same archive").isTrue();
		}
	}

	private static boolean archiveOption(Worker worker) throws IOException {
		String command = Files.readString(Path.of("/proc/%d/cmdline".formatted(worker.pid())));
		return command.contains("-XX:SharedArchiveFile=") || command.contains("-XX:AOTCache=");
	}

}
