// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SystemdUnit}; those who install one read it.
 */
class SystemdUnitTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	@TempDir
	Path directory;

	@Test
	void systemdOf253WaitsForReloadsByItself() {
		assertThat(lines(unit(253, "USR1", 8080))).contains("Type=notify-reload", "ReloadSignal=SIGUSR1")
			.noneMatch((line) -> line.startsWith("ExecReload="));
	}

	@Test
	void olderSystemdSendsTheSignalByACommand() {
		assertThat(lines(unit(252, "HUP", 8080))).contains("Type=notify", "ExecReload=/bin/kill -HUP $MAINPID")
			.noneMatch((line) -> line.startsWith("ReloadSignal="));
	}

	@Test
	void withoutASignalThereIsNoReload() {
		assertThat(lines(unit(255, null, 8080))).contains("Type=notify").noneMatch((line) -> line.contains("Reload"));
		assertThat(unit(255, null, 8080).installation()).noneMatch((line) -> line.contains("reload shop"));
	}

	@Test
	void timeoutsLeaveRoomForWhatSurroundsTheWorkers() {
		assertThat(lines(unit(255, "USR1", 8080))).contains("TimeoutStartSec=180", "TimeoutStopSec=60",
				"WatchdogSec=30", "KillMode=mixed");
	}

	@Test
	void portOfRootNeedsTheCapability() {
		assertThat(lines(unit(255, "USR1", 443))).contains("AmbientCapabilities=CAP_NET_BIND_SERVICE",
				"CapabilityBoundingSet=CAP_NET_BIND_SERVICE");
		assertThat(lines(unit(255, "USR1", 8443))).contains("CapabilityBoundingSet=")
			.noneMatch((line) -> line.startsWith("Ambient"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			-Xmx1g                | -Xmx1g
			--name=a b            | "--name=a b"
			--rate=100%           | --rate=100%%
			--price=$5            | --price=$$5
			--path=C:\\x           | "--path=C:\\\\x"
			--say="hi"            | "--say=\\"hi\\""
			--it's                | "--it's"
			;                     | ";"
			~~                    | ""
			--größe=1             | "--größe=1"
			""")
	void wordsOfTheCommandArriveAsTheyAre(String word, String expected) {
		SystemdUnit unit = new SystemdUnit("shop", "shop", this.directory, List.of(JAVA, word), 252, "USR1",
				Duration.ofMinutes(2), Duration.ofSeconds(30), 8080);
		assertThat(lines(unit)).contains("ExecStart=" + JAVA + " " + expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "../x", "a/b", "-a", "shop%i" })
	void nameThatIsNoneIsRefused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SystemdUnit(name, "shop", this.directory, List.of(JAVA), 252, "USR1",
					Duration.ofMinutes(2), Duration.ofSeconds(30), 8080))
			.withMessageContaining("'%s' cannot be the name of a service", name);
	}

	@Test
	void relativePathsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SystemdUnit("shop", "shop", this.directory, List.of("java"), 252, "USR1",
					Duration.ofMinutes(2), Duration.ofSeconds(30), 8080))
			.withMessageContaining("[java]");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SystemdUnit("shop", "shop", Path.of("app"), List.of(JAVA), 252, "USR1",
					Duration.ofMinutes(2), Duration.ofSeconds(30), 8080))
			.withMessageContaining("app");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			systemd 252 (252.38-1~deb12u1), 252
			systemd 257.9-1.fc42, 257
			bash: systemctl: command not found, 0
			""")
	void versionIsInTheFirstLine(String output, int version) {
		assertThat(SystemdUnit.version(output + "\n+PAM +AUDIT")).isEqualTo(version);
	}

	@Test
	void installationCreatesTheUserUnlessItIsRoot() {
		assertThat(unit(255, "USR1", 8080).installation()).contains("sudo systemctl enable --now shop")
			.anyMatch((line) -> line.contains("useradd"));
		SystemdUnit root = new SystemdUnit("shop", "root", this.directory, List.of(JAVA), 252, "USR1",
				Duration.ofMinutes(2), Duration.ofSeconds(30), 8080);
		assertThat(root.installation()).noneMatch((line) -> line.contains("useradd"));
		assertThat(lines(root)).as("it keeps its rights").noneMatch((line) -> line.contains("Capabilit"));
	}

	/**
	 * The version is that of the systemd that looks, which does not know what is newer.
	 */
	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			USR1 , 8080
			HUP  , 443
			-    , 0
			""")
	void systemdAcceptsTheUnit(String signal, int port) throws Exception {
		Assumptions.assumeTrue(canVerify(), "systemd-analyze is not installed");
		int version = SystemdUnit.version(run("systemd-analyze", "--version"));
		assertAccepted(unit(version, signal, port));
		assertAccepted(unit(Math.min(version, 252), signal, port));
	}

	@Test
	void systemdWouldNotAcceptAnything() throws Exception {
		Assumptions.assumeTrue(canVerify(), "systemd-analyze is not installed");
		Path file = Files.writeString(this.directory.resolve("bad.service"),
				"[Service]\nExecStart=/does/not/exist\nKillMode=gently\n");
		assertThat(run("systemd-analyze", "verify", file.toString())).contains("gently", "/does/not/exist");
	}

	@Test
	void unitInTheDocumentationIsTheOneThatIsRendered() throws Exception {
		SystemdUnit unit = new SystemdUnit("shop", "shop", Path.of("/opt/shop"),
				List.of("/usr/bin/java", "-jar", "/opt/shop/app.jar"), 253, "USR1", Duration.ofMinutes(2),
				Duration.ofSeconds(30), 8080);
		assertThat(Path.of("../../docs/operations.md")).content().contains("```\n" + unit.render() + "```\n");
	}

	private void assertAccepted(SystemdUnit unit) throws Exception {
		Path file = Files.writeString(this.directory.resolve("shop.service"), unit.render());
		assertThat(run("systemd-analyze", "verify", "--man=no", file.toString())).isEmpty();
	}

	private SystemdUnit unit(int version, String signal, int port) {
		return new SystemdUnit("shop", "shop", this.directory,
				List.of(JAVA, "-Xmx1g", "-jar", "/opt/my shop/app.jar", "--rate=100%", "--price=$5"), version, signal,
				Duration.ofMinutes(2), Duration.ofSeconds(30), port);
	}

	private static List<String> lines(SystemdUnit unit) {
		return unit.render().lines().toList();
	}

	private static boolean canVerify() {
		return Files.isExecutable(Path.of("/usr/bin/systemd-analyze"));
	}

	private static String run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		process.waitFor();
		return output;
	}

}
