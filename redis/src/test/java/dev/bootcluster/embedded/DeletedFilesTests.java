// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.bootcluster.SharedStateInfo.Status;
import dev.bootcluster.SharedStateServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EmbeddedRedisServer} whose files something deletes.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class DeletedFilesTests {

	@TempDir
	private Path cluster;

	@TempDir
	private Path temporary;

	private final EmbeddedRedisServer server = new EmbeddedRedisServer();

	@AfterEach
	void close() {
		this.server.close();
		Stream.of(this.cluster, this.temporary)
			.flatMap((directory) -> Processes.of(directory).stream())
			.forEach(ProcessHandle::destroyForcibly);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-server", "redis.conf", "started", "redis.pid", "watch.sh", "appendonly.aof",
			"appendonlydir", "" })
	void serverThatDiesAfterwardsComesBackWithItsData(String deleted) throws Exception {
		Map<String, String> properties = this.server.start(this.cluster, this.temporary);
		RedisConnection.call(properties, "SET key value");
		ProcessHandle killed = Processes.server(this.temporary);
		FileSystemUtils.deleteRecursively(run().resolve(deleted));
		this.server.restore();
		Awaitility.await()
			.until(() -> new RunDirectory(this.cluster, run()).hasData()
					&& RedisConnection.call(properties, "INFO persistence").contains("aof_rewrite_in_progress:0"));
		assertThat(this.server.info()).as("deleting files is not a death").returns(Status.UP, (info) -> info.status());
		Processes.signal("KILL", killed);
		Awaitility.await().ignoreExceptions().until(() -> RedisConnection.call(properties, "GET key").equals("value"));
		assertThat(this.server.restore()).isEmpty();
		this.server.close();
		assertThat(this.temporary).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "name", "FIFO", "both" })
	void workersThatStartAfterwardsHoldTheLifeline(String deleted) throws IOException {
		this.server.start(this.cluster, this.temporary);
		Path name = this.cluster.resolve(SharedStateServer.LIFELINE);
		if (!deleted.equals("FIFO")) {
			Files.delete(name);
		}
		if (!deleted.equals("name")) {
			Files.delete(run().resolve(SharedStateServer.LIFELINE));
		}
		assertThat(this.server.restore()).containsExactly(SharedStateServer.LIFELINE);
		try (RandomAccessFile worker = new RandomAccessFile(name.toFile(), "rw")) {
			// Whatever is written to this lifeline reaches the watcher.
			worker.writeBytes("stop\n");
			Awaitility.await().untilAsserted(() -> assertThat(Processes.of(this.temporary)).isEmpty());
		}
		this.server.close();
		assertThat(this.cluster).isEmptyDirectory();
	}

	@Test
	void filesLookNew() throws IOException {
		this.server.start(this.cluster, this.temporary);
		FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(20)));
		List<Path> files;
		try (Stream<Path> found = Files.list(run())) {
			files = found.toList();
		}
		assertThat(files).hasSizeGreaterThan(6);
		for (Path file : files) {
			file.toFile().setLastModified(old.toMillis());
		}
		this.server.restore();
		assertThat(files).allSatisfy((file) -> assertThat(Files.getLastModifiedTime(file)).isGreaterThan(old));
	}

	@Test
	void largeFilesAreNotInTheClustersDirectory() throws IOException {
		this.server.start(this.cluster, this.temporary);
		assertThat(this.cluster).isDirectoryContaining("glob:**/lifeline").isDirectoryNotContaining("glob:**/redis");
		assertThat(run().getFileName().toString()).startsWith("boot-cluster-redis-");
	}

	private Path run() throws IOException {
		try (Stream<Path> runs = Files.list(this.temporary)) {
			return runs.findFirst().orElseThrow();
		}
	}

}
