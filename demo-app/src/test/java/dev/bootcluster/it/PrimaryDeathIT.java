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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary that is killed takes everything with it, but nothing out of the workers'
 * hands.
 */
class PrimaryDeathIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void requestsInFlightAreAnsweredAndNoProcessIsLeft(@TempDir Path temporary) throws IOException {
		try (ClusterProcess cluster = start(temporary)) {
			int port = cluster.port();
			assertThat(cluster.descendants()).as("two workers, a redis-server and its watcher").hasSizeGreaterThan(3);
			List<Worker> workers = cluster.workers();
			List<CompletableFuture<Response>> requests = List.of(cluster.begin("/slow?ms=3000"),
					cluster.begin("/slow?ms=3000"));
			cluster.await("a request in both workers", PATIENCE, () -> TakenConnections.each(workers, port, 1));
			assertThat(requests).noneMatch(CompletableFuture::isDone);
			cluster.kill9(cluster.pid());
			assertThat(cluster.awaitExit()).isEqualTo(137);
			assertThat(requests).extracting((request) -> request.join().status()).containsOnly(200);
			cluster.awaitNoDescendants();
			new ServerSocket(port).close();
		}
		try (Stream<Path> files = Files.list(temporary)) {
			assertThat(files.filter((file) -> file.getFileName().toString().startsWith("boot-cluster-"))).isEmpty();
		}
	}

	private static ClusterProcess start(Path temporary) {
		ClusterProcess cluster = ClusterProcess.builder()
			.jvmArgs("-Djava.io.tmpdir=" + temporary)
			.args("--cluster.workers=2")
			.start();
		try {
			return cluster.awaitReady(2);
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

}
