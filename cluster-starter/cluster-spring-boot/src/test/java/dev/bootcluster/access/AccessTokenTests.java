// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AccessToken}.
 */
class AccessTokenTests {

	@TempDir
	Path directory;

	@Test
	void fileIsForItsOwnerOnlyAndFullOfChance() throws IOException {
		AccessToken token = AccessToken.create(this.directory);
		assertThat(token.file()).isEqualTo(this.directory.resolve("cluster-token"));
		assertThat(Files.getPosixFilePermissions(token.file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
		assertThat(Files.readString(token.file())).matches("[A-Za-z0-9_-]{43}\n");
	}

	@Test
	void bearerOfTheFilesContentMatchesInPrimaryAndWorker() throws IOException {
		AccessToken token = AccessToken.create(this.directory);
		String content = Files.readString(token.file()).strip();
		AccessToken read = Objects.requireNonNull(AccessToken.read(this.directory));
		for (String scheme : new String[] { "Bearer ", "bearer ", "BEARER  " }) {
			assertThat(token.matches(scheme + content)).isTrue();
			assertThat(read.matches(scheme + content)).isTrue();
		}
		assertThat(read.matches("Basic " + content)).isFalse();
		assertThat(read.matches(content)).isFalse();
		assertThat(read.matches("Bearer " + content.substring(1))).isFalse();
		assertThat(read.matches("Bearer " + content + "x")).isFalse();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "Bearer", "Bearer ", "Bearer \u00e9", "Bearer null", "Basic dXNlcjpzZWNyZXQ=" })
	void anythingElseDoesNot(String authorization) throws IOException {
		assertThat(AccessToken.create(this.directory).matches(authorization)).isFalse();
	}

	@Test
	void eachStartHasATokenOfItsOwnAlsoAfterAKill() throws IOException {
		AccessToken first = AccessToken.create(this.directory);
		String content = Files.readString(first.file()).strip();
		AccessToken second = AccessToken.create(this.directory);
		assertThat(second.matches("Bearer " + content)).isFalse();
		assertThat(second.matches("Bearer " + Files.readString(second.file()).strip())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "short" })
	void fileThatCannotHoldATokenIsNone(String content) throws IOException {
		assertThat(AccessToken.read(this.directory)).isNull();
		Files.writeString(this.directory.resolve("cluster-token"), content);
		assertThat(AccessToken.read(this.directory)).isNull();
	}

	@Test
	void fileIsReadUpToABound() throws IOException {
		Files.writeString(this.directory.resolve("cluster-token"), "x".repeat(100_000));
		AccessToken token = Objects.requireNonNull(AccessToken.read(this.directory));
		assertThat(token.matches("Bearer " + "x".repeat(256))).isTrue();
	}

	@Test
	void fileThatWasDeletedComesBack() throws IOException {
		AccessToken token = AccessToken.create(this.directory);
		String content = Files.readString(token.file());
		assertThat(token.restore()).isEmpty();
		Files.delete(token.file());
		assertThat(token.restore()).containsExactly("cluster-token");
		assertThat(token.file()).hasContent(content.strip());
		assertThat(Files.getPosixFilePermissions(token.file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

}
