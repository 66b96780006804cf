// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartupCommand}. What the unit says besides is systemd's own test.
 */
class StartupCommandTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	@TempDir
	private Path directory;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private Path jar = Path.of("");

	@BeforeEach
	void createJar() throws IOException {
		this.jar = Files.createFile(this.directory.resolve("shop-1.4.2.jar"));
	}

	private int run(String classPath, String... arguments) {
		Shell shell = new Shell(new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8), false, false, (named) -> {
					throw new IllegalStateException("No cluster is needed");
				}, (duration) -> {
				}, (action) -> action);
		return new CommandLine(new StartupCommand(shell, classPath, () -> 254))
			.setErr(new PrintWriter(this.err, true, StandardCharsets.UTF_8))
			.execute(arguments);
	}

	private String out() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	private String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

	@Test
	void unitStartsTheJarAndPeopleAreToldHowToInstallIt() {
		assertThat(run(this.jar.toString(), "systemd")).isEqualTo(ExitCode.DONE);
		assertThat(out()).startsWith("[Unit]\n")
			.contains("ExecStart=%s -jar %s\n".formatted(JAVA, this.jar),
					"WorkingDirectory=%s\n".formatted(Path.of("").toAbsolutePath()),
					"User=%s\n".formatted(System.getProperty("user.name")), "RuntimeDirectory=shop\n",
					"Type=notify-reload\n", "ReloadSignal=SIGUSR1\n", "TimeoutStartSec=180\n", "TimeoutStopSec=60\n")
			.endsWith("WantedBy=multi-user.target\n");
		assertThat(err()).contains("sudo systemctl enable --now shop");
	}

	@Test
	void optionsAndArgumentsAreInTheUnit() {
		assertThat(run(this.jar.toString(), "systemd", "--name=web", "--user=www", "--java-option=-Xmx1g", "--port=443",
				"--reload-signal=HUP", "--boot-timeout=90s", "--drain-timeout=1h", "--",
				"--spring.profiles.active=prod"))
			.isZero();
		assertThat(out()).contains(
				"ExecStart=%s -Xmx1g -jar %s --spring.profiles.active=prod\n".formatted(JAVA, this.jar), "User=www\n",
				"RuntimeDirectory=web\n", "ReloadSignal=SIGHUP\n",
				"TimeoutStartSec=%d\n".formatted(Duration.ofSeconds(150).toSeconds()),
				"TimeoutStopSec=%d\n".formatted(Duration.ofHours(1).plusSeconds(30).toSeconds()),
				"AmbientCapabilities=CAP_NET_BIND_SERVICE\n");
	}

	@ParameterizedTest
	@CsvSource({ "shop-1.4.2.jar, shop", "shop.jar, shop", "my-shop_2.jar, my-shop", "shop-v3-SNAPSHOT.jar, shop",
			"42.jar, 42", "-1.jar, app" })
	void serviceIsNamedAfterTheJarWithoutItsVersion(String file, String name) throws IOException {
		Path jar = this.directory.resolve(file);
		if (Files.notExists(jar)) {
			Files.createFile(jar);
		}
		assertThat(run(jar.toString(), "systemd")).isZero();
		assertThat(out()).contains("RuntimeDirectory=%s\n".formatted(name));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "upstart | 'upstart' is not a known service manager",
					"systemd --reload-signal=KILL | --reload-signal 'KILL' is none of USR1, HUP and none",
					"systemd --drain-timeout=soon | --drain-timeout 'soon' is not a time such as 30s",
					"systemd --name=a/b | 'a/b' cannot be the name of a service",
					"systemd --port=x | 'x' is not an int", "--name=shop | Missing required parameter: 'systemd'" })
	void whatIsNotUnderstoodIsSaid(String arguments, String message) {
		assertThat(run(this.jar.toString(), arguments.split(" "))).isEqualTo(ExitCode.USAGE);
		assertThat(err()).contains(message);
		assertThat(out()).isEmpty();
	}

	@Test
	void whatIsNoExecutableJarIsRefused() {
		List<String> classPaths = new ArrayList<>(List.of("target/classes", this.jar + ":lib.jar", ""));
		classPaths.forEach((classPath) -> assertThat(run(classPath, "systemd")).isEqualTo(ExitCode.USAGE));
		assertThat(err().lines()).hasSize(3)
			.allSatisfy((line) -> assertThat(line).contains("-Djarmode=cluster -jar <jar> startup systemd"));
		assertThat(run(this.directory.resolve("gone.jar").toString(), "systemd")).isEqualTo(ExitCode.USAGE);
		assertThat(err()).contains("gone.jar' cannot be read");
	}

	@Test
	void scriptGetsBothAsJson() {
		assertThat(run(this.jar.toString(), "systemd", "--json")).isZero();
		JsonValue json = JsonValue.parse(this.out.toByteArray());
		assertThat(json.text("unit")).startsWith("[Unit]\n");
		assertThat(json.list("installation")).extracting(JsonValue::text).contains("sudo systemctl daemon-reload");
		assertThat(err()).isEmpty();
	}

}
