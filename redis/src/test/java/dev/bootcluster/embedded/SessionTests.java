// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Session}.
 */
class SessionTests {

	@TempDir
	private Path directory;

	@Test
	void commandWhenSetsidIsOnThePathStartsWithIt() throws IOException {
		Path setsid = Files.createFile(this.directory.resolve("setsid"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		assertThat(Session.fromPath("/nowhere:" + this.directory).command("sh", "script"))
			.containsExactly(setsid.toString(), "sh", "script");
	}

	@Test
	void commandWhenThereIsNoSetsidIsUnchanged() {
		assertThat(Session.fromPath("/nowhere::" + this.directory).command("sh", "script")).containsExactly("sh",
				"script");
	}

}
