// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AvailableMemory}.
 */
class AvailableMemoryTests {

	@TempDir
	private Path root;

	@Test
	void kernelEstimatesIt() throws IOException {
		write("proc/meminfo", "MemTotal:  100 kB\nMemAvailable:    40 kB\nMemFree: 1 kB\n");
		assertThat(AvailableMemory.bytes(this.root)).isEqualTo(40 * 1024);
	}

	@Test
	void smallestLimitOfTheGroupsCounts() throws IOException {
		write("proc/meminfo", "MemAvailable:    40000 kB\n");
		write("proc/self/cgroup", "0::/a/b\n");
		write("sys/fs/cgroup/a/memory.max", "10000\n");
		write("sys/fs/cgroup/a/memory.current", "7000\n");
		write("sys/fs/cgroup/a/memory.stat", "anon 5000\ninactive_file 500\nactive_file 600\n");
		write("sys/fs/cgroup/a/b/memory.max", "max\n");
		write("sys/fs/cgroup/a/b/memory.current", "7000\n");
		assertThat(AvailableMemory.bytes(this.root)).isEqualTo(3500);
	}

	@Test
	void containerSeesItsLimitAtTheTop() throws IOException {
		write("proc/meminfo", "MemAvailable:    40000 kB\n");
		write("proc/self/cgroup", "0::/../elsewhere\n");
		write("sys/fs/cgroup/memory.max", "10000\n");
		write("sys/fs/cgroup/memory.current", "11000\n");
		assertThat(AvailableMemory.bytes(this.root)).isZero();
	}

	@Test
	void unknownMemoryIsNoLimit() {
		assertThat(AvailableMemory.bytes(this.root)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void thisMachineHasSome() {
		assertThat(AvailableMemory.bytes()).isPositive();
	}

	private void write(String file, String text) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
