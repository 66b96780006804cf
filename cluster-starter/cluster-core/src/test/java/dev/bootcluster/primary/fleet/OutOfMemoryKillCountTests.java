// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutOfMemoryKillCount}.
 */
class OutOfMemoryKillCountTests {

	@TempDir
	private Path root;

	@Test
	void groupOfVersionTwoIsReadFirst() throws IOException {
		write("proc/self/cgroup", "0::/system.slice/app.service\n");
		write("proc/vmstat", "oom_kill 9\n");
		write("sys/fs/cgroup/system.slice/app.service/memory.events", "low 0\noom 4\noom_kill 3\noom_group_kill 1\n");
		assertThat(count()).isEqualTo(3);
	}

	@Test
	void containerSeesItsGroupAtTheRoot() throws IOException {
		write("proc/self/cgroup", "0::/docker/abc\n");
		write("sys/fs/cgroup/memory.events", "oom_kill 2\n");
		assertThat(count()).isEqualTo(2);
	}

	@Test
	void groupOfVersionOneIsRead() throws IOException {
		write("proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/b/c\n0::/\n");
		write("sys/fs/cgroup/memory/b/c/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
		write("sys/fs/cgroup/memory/memory.oom_control", "oom_kill 8\n");
		assertThat(count()).isEqualTo(1);
	}

	@Test
	void wholeSystemIsTheLastResort() throws IOException {
		write("proc/vmstat", "nr_free_pages 1\noom_kill 7\n");
		assertThat(count()).isEqualTo(7);
	}

	@Test
	void systemThatDoesNotTellIsNoError() {
		assertThat(new OutOfMemoryKillCount(this.root).get()).isEmpty();
	}

	private long count() {
		return new OutOfMemoryKillCount(this.root).get().orElseThrow();
	}

	private void write(String file, String text) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
