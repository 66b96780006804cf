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
