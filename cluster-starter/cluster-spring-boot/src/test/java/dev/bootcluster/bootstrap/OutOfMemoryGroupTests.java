// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutOfMemoryGroup}.
 */
class OutOfMemoryGroupTests {

	@TempDir
	Path root;

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			textBlock = """
					# own group in /proc/self/cgroup, directory with the file, its content, whether the own directory is there, warns
					0::/,                          sys/fs/cgroup,                  1, true,  true
					0::/,                          sys/fs/cgroup,                  0, true,  false
					0::/,                          -,                              1, true,  false
					0::/system.slice/app.service,  sys/fs/cgroup/system.slice/app.service, 1, true, true
					0::/system.slice/app.service,  sys/fs/cgroup/system.slice/app.service, 0, true, false
					0::/pods/pod1/container,       sys/fs/cgroup/pods/pod1,        1, true,  true
					0::/pods/pod1/container,       sys/fs/cgroup/pods/pod2,        1, true,  false
					0::/pods/pod1/container,       sys/fs/cgroup/pods/pod1/container/below, 1, true, false
					0::/pods/pod1/container,       sys/fs/cgroup,                  1, false, true
					0::/../../other/container,     sys/fs/cgroup,                  1, false, true
					0::/app,                       sys/fs/cgroup/unified/app,      1, true,  true
					4:memory:/app,                 sys/fs/cgroup/memory/app,       1, true,  false
					""")
	void warnsIfItsOwnGroupOrOneAboveDiesAsAWhole(String own, String directory, String content, boolean there,
			boolean warns) throws IOException {
		write("proc/self/cgroup", "12:cpu:/elsewhere\n" + own + "\n");
		Files.createDirectories(this.root.resolve("sys/fs/cgroup"));
		String group = own.substring(own.lastIndexOf(':') + 2);
		if (there) {
			Files.createDirectories(this.root.resolve("sys/fs/cgroup").resolve(group));
		}
		if (directory != null) {
			write(directory + "/memory.oom.group", content + "\n");
		}
		String warning = OutOfMemoryGroup.warning(this.root);
		if (warns) {
			assertThat(warning).contains(directory + "/memory.oom.group is 1", "singleProcessOOMKill: true",
					"OOMPolicy=continue", "cluster.worker.max-memory");
		}
		else {
			assertThat(warning).isNull();
		}
	}

	@Test
	void saysNothingWhereThereAreNoControlGroups() {
		assertThat(OutOfMemoryGroup.warning(this.root)).isNull();
	}

	private void write(String file, String content) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, content);
	}

}
