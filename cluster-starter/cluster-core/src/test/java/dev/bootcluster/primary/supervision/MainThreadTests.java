// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MainThread}.
 */
class MainThreadTests {

	@TempDir
	private Path directory;

	@Test
	void threadThatStartsTheApplicationIsFoundAmongAll() throws IOException {
		Path dump = Files.writeString(this.directory.resolve("dump"), """
				Full thread dump OpenJDK 64-Bit Server VM:

				"main-event" #9 daemon
				   java.lang.Thread.State: RUNNABLE

				"main" #1 [42] prio=5 os_prio=0 cpu=1.25ms elapsed=9.00s
				   java.lang.Thread.State: TIMED_WAITING (sleeping)
					at com.example.Migration.run(Migration.java:12)

				"other" #2
					at com.example.Other.run(Other.java:1)
				""");
		assertThat(MainThread.in(dump)).hasSize(3)
			.startsWith("\"main\" #1 [42] prio=5 os_prio=0 cpu=1.25ms elapsed=9.00s")
			.endsWith("\tat com.example.Migration.run(Migration.java:12)");
	}

	@Test
	void dumpWithoutItOrNoneHasNothing() throws IOException {
		assertThat(MainThread.in(Files.writeString(this.directory.resolve("empty"), ""))).isEmpty();
		assertThat(MainThread.in(this.directory.resolve("missing"))).isEmpty();
	}

}
