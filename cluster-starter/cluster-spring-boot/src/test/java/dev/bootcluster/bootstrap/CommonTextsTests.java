// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.bootcluster.ipc.CommonFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommonTexts}.
 */
class CommonTextsTests {

	@TempDir
	private Path cluster;

	private CommonFile secret;

	private CommonTexts texts;

	@BeforeEach
	void create() {
		this.secret = new CommonFile(this.cluster.resolve("cluster-common/secret"));
		this.texts = new CommonTexts(this.cluster);
	}

	@Test
	void nothingIsMadeWhereNothingWas() throws IOException {
		assertThat(this.texts.restore()).isEmpty();
		assertThat(this.cluster).isEmptyDirectory();
	}

	@Test
	void textThatWasSeenComesBack() throws IOException {
		this.secret.update((text) -> "s3cret");
		assertThat(this.texts.restore()).isEmpty();
		FileSystemUtils.deleteRecursively(this.cluster.resolve("cluster-common"));
		assertThat(this.texts.restore()).containsExactly("cluster-common/secret");
		assertThat(this.secret.update((text) -> text)).isEqualTo("s3cret");
	}

	@Test
	void newerTextOfAWorkerStays() throws IOException {
		this.secret.update((text) -> "old");
		this.texts.restore();
		Files.delete(this.secret.path());
		this.secret.update((text) -> "new");
		assertThat(this.texts.restore()).isEmpty();
		Files.delete(this.secret.path());
		this.texts.restore();
		assertThat(this.secret.path()).hasContent("new");
	}

}
