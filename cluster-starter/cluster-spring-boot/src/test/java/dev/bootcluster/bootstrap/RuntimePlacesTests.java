// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link RuntimePlaces}.
 */
class RuntimePlacesTests {

	@TempDir
	private Path temp;

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "-", value = {
			"container                 | -                | -              | false | /tmp",
			"desktop or ssh session    | -                | /run/user/1000 | false | /run/user/1000 /tmp",
			"service                   | /run/shop        | -              | false | /run/shop /tmp",
			"service with two          | /run/a:/run/b    | -              | false | /run/a /tmp",
			"service of a user manager | /run/user/1/shop | /run/user/1    | false | /run/user/1/shop /run/user/1 /tmp",
			"variable that is empty    | ''               | ''             | false | /tmp",
			"relative path             | shop             | run            | false | /tmp",
			"tmp as runtime directory  | -                | /tmp           | false | /tmp",
			"code without a store      | /run/shop        | /run/user/1000 | true  | /tmp" })
	void directoryIsMadeInTheFirstThatCanBeUsed(String situation, String service, String user, boolean code,
			String places) {
		Map<String, String> environment = new TreeMap<>();
		if (service != null) {
			environment.put("RUNTIME_DIRECTORY", service);
		}
		if (user != null) {
			environment.put("XDG_RUNTIME_DIR", user);
		}
		List<Path> expected = Stream.of(places.split(" ")).map(Path::of).toList();
		assertThat(RuntimePlaces.of(environment, "/tmp", code).places()).as(situation).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing", "file", "long", "ofAnotherUser" })
	void newDirectoryIsMadeInTheNextPlaceIfOneCannotBeUsed(String obstacle) throws IOException {
		Path place = switch (obstacle) {
			case "missing" -> this.temp.resolve("missing");
			case "file" -> Files.createFile(this.temp.resolve("file"));
			case "long" -> Files.createDirectory(this.temp.resolve("x".repeat(60)));
			default -> ofAnotherUser();
		};
		Path next = Files.createDirectory(this.temp.resolve("next"));
		try (ClusterDirectory directory = new RuntimePlaces(List.of(place, next)).create()) {
			assertThat(directory.path()).hasParent(next);
		}
		if (Files.isDirectory(place)) {
			assertThat(place).isEmptyDirectory();
		}
	}

	/**
	 * As root with the environment of the user who became root.
	 */
	private Path ofAnotherUser() throws IOException {
		assumeTrue(System.getProperty("user.name").equals("root"));
		Path directory = Files.createDirectory(this.temp.resolve("other"));
		Files.setOwner(directory,
				directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		return directory;
	}

	@Test
	void newDirectoryThatCanBeMadeNowhereIsRefusedWithEachReason() throws IOException {
		Path missing = this.temp.resolve("missing");
		Path file = Files.createFile(this.temp.resolve("file"));
		assertThatExceptionOfType(ClusterStartException.class)
			.isThrownBy(() -> new RuntimePlaces(List.of(missing, file)).create())
			.withMessageStartingWith("cluster.directory=%s cannot be used".formatted(file))
			.withMessageContaining("NoSuchFileException: " + missing);
	}

}
