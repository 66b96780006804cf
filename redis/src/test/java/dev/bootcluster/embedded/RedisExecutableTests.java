// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of the choice among {@link RedisExecutable}s.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RedisExecutableTests {

	private static final Map<String, String> SCRIPTS = Map.of("old", "echo Redis server v=5.0.7 sha=0",
			"without-libssl", "echo 'error while loading shared libraries: libssl.so.3' >&2; exit 127", "silent",
			"exit 0", "dies-at-once",
			"[ $1 != --version ] || exec echo Redis server v=7.2.1; echo Bad directive; exit 1");

	@TempDir
	private Path directory;

	private EmbeddedRedisServer server;

	@AfterEach
	void close() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "old", "without-libssl", "silent", "dies-at-once", "no-program", "not-there" })
	void nextIsTakenIfOneDoesNotRun(String first, CapturedOutput output) throws IOException {
		RedisExecutable bundled = RedisExecutable.all("").get(1);
		this.server = server(executable(first), bundled);
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		assertThat(RedisConnection.call(properties, "PING")).isEqualTo("PONG");
		assertThat(output).contains("ready on").contains("(%s 6.2, pid".formatted(bundled.name()));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			value = { "old | it is version 5.0, and 6.2 is needed",
					"without-libssl | exit status 127: error while loading shared libraries: libssl.so.3",
					"silent | exit status 0", "dies-at-once | exit status 1: Bad directive",
					"no-program | this kernel cannot execute it (Exec format error)",
					"not-there | there is none for this system" })
	void oneMessageNamesAllThatWereTriedAndWhyEachDidNotRun(String executable, String reason) {
		this.server = server(executable(executable), executable("old"));
		assertThatIOException().isThrownBy(() -> this.server.start(this.directory, this.directory))
			.withMessageStartingWith("no redis-server runs on this system: ")
			.withMessageContaining(reason + "; old: it is version 5.0");
		assertThat(this.directory).isEmptyDirectory();
		assertThat(Processes.of(this.directory)).isEmpty();
	}

	@Test
	void whatIsOnThePathIsTriedBeforeWhatIsBundled() throws IOException {
		Path first = Files.createDirectory(this.directory.resolve("first"));
		Path second = Files.createDirectory(this.directory.resolve("second"));
		Files.createFile(first.resolve("redis-server"));
		Path installed = Files.createFile(second.resolve("redis-server"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
		List<RedisExecutable> all = RedisExecutable.all("relative:" + first + File.pathSeparator + second);
		assertThat(all.get(0).name()).as("the first that can be executed").isEqualTo(installed.toString());
		assertThat(all).extracting(RedisExecutable::name)
			.anyMatch((name) -> name.startsWith("bundled redis-server-6.2"));
		assertThat(RedisExecutable.all("").get(0).name()).isEqualTo("redis-server on the PATH");
	}

	/**
	 * As distributions wrap what they install.
	 */
	@Test
	void installedServerMayBeAScript(CapturedOutput output) throws IOException {
		Path real = this.directory.resolve("real-server");
		RedisExecutable.all("").get(1).install(real);
		Path wrapper = Files.writeString(this.directory.resolve("redis-server"),
				"#!/bin/sh\nexec '%s' \"$@\"\n".formatted(real));
		Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
		this.server = server(RedisExecutable.installed(this.directory.toString()));
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		assertThat(RedisConnection.call(properties, "PING")).isEqualTo("PONG");
		assertThat(output).contains("(%s 6.2, pid".formatted(wrapper));
		this.server.close();
		assertThat(Processes.of(this.directory)).isEmpty();
	}

	@Test
	void executableThatCannotBeWrittenNamesTheFile() {
		assertThatIOException().isThrownBy(() -> RedisExecutable.all("").get(1).install(Path.of("/proc/redis-server")))
			.withMessageStartingWith("/proc/redis-server cannot be written: ");
	}

	private EmbeddedRedisServer server(RedisExecutable... executables) {
		return new EmbeddedRedisServer(List.of(executables), () -> ThreadLocalRandom.current().nextInt(20000, 32767),
				Duration.ofSeconds(10));
	}

	private static RedisExecutable executable(String kind) {
		if (kind.equals("not-there")) {
			return RedisExecutable.bundled(null);
		}
		String content = kind.equals("no-program") ? "\177ELF\2\1\1 of no machine"
				: "#!/bin/sh\n" + SCRIPTS.get(kind) + "\n";
		return new RedisExecutable(kind, (target) -> {
			Files.writeString(target, content);
			Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
		});
	}

}
