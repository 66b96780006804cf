// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NativeLibraries}.
 */
class NativeLibrariesTests {

	private static final String DIRECTORY = "io.netty.native.workdir";

	@TempDir
	private Path temp;

	private final Properties properties = new Properties();

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "everywhere              | tmp store run | -     | false",
					"not in tmp              | store run     | store | false",
					"only in a runtime place | run           | run   | false",
					"nowhere                 | none          | -     | true" })
	void libraryIsUnpackedWhereItCanBeLoaded(String situation, String executable, String chosen, boolean reported)
			throws IOException {
		Path tmp = Files.createDirectory(this.temp.resolve("tmp"));
		Path run = Files.createDirectory(this.temp.resolve("run"));
		Path store = Files.createDirectory(this.temp.resolve("store"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		this.properties.setProperty("java.io.tmpdir", tmp.toString());
		MockEnvironment environment = new MockEnvironment().withProperty("cluster.store", store.toString());
		Predicate<Path> allows = (place) -> List.of(executable.split(" ")).contains(place.getFileName().toString())
				&& place.startsWith(this.temp);
		ExecutablePlaces tried = NativeLibraries.prepare(environment, Map.of("XDG_RUNTIME_DIR", run.toString()),
				this.properties, allows);
		assertThat(this.properties.getProperty(DIRECTORY)).as(situation)
			.isEqualTo((chosen != null) ? this.temp.resolve(chosen).toString() : null);
		assertThat(tried != null).isEqualTo(reported);
		if (tried != null) {
			assertThat(NativeLibraries.remedy(tried)).contains("mounted noexec", tmp.toString(), store.toString(),
					run.toString(), "-Dio.netty.native.workdir=");
		}
	}

	@ParameterizedTest
	@CsvSource({ "io.netty.native.workdir", "io.netty.tmpdir" })
	void placeThatTheUserNamedIsLeftAsItIs(String property) {
		this.properties.setProperty("java.io.tmpdir", this.temp.toString());
		this.properties.setProperty(property, "/named");
		assertThat(NativeLibraries.prepare(new MockEnvironment(), Map.of(), this.properties, (place) -> false))
			.isNull();
		assertThat(this.properties).containsEntry(property, "/named").hasSize(2);
	}

	@Test
	void placeIsTriedWithAFile() throws IOException {
		assertThat(ExecutablePlaces.allows(this.temp)).isTrue();
		assertThat(this.temp).isEmptyDirectory();
		assertThat(ExecutablePlaces.allows(this.temp.resolve("missing"))).isFalse();
	}

}
