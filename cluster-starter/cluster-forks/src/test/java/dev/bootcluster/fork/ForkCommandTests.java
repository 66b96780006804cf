// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForkCommand}.
 */
class ForkCommandTests {

	private static final DataSize HEAP = DataSize.ofMegabytes(64);

	private static List<String> words(ForkOptions options, String... jvmArgs) {
		return new ForkCommand(Path.of("/jdk/bin/java"), List.of(jvmArgs), "/app/app.jar", false, false).words(options,
				HEAP, List.of("/tmp/socket", "1024"));
	}

	@Test
	void commandOfAClassPath() {
		List<String> words = new ArrayList<>(words(ForkOptions.defaults()));
		words.remove("--enable-native-access=ALL-UNNAMED");
		assertThat(words).containsExactly("/jdk/bin/java", "-Dcluster.enabled=false", "-Xmx65536k",
				"-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-cp", "/app/app.jar",
				"dev.bootcluster.fork.ForkMain", "/tmp/socket", "1024");
	}

	@Test
	void commandOfAPackedJarUsesBootsLauncher() {
		ForkCommand command = new ForkCommand(Path.of("/jdk/bin/java"), List.of(), "/app/app.jar", true, false);
		assertThat(command.words(ForkOptions.defaults(), HEAP, List.of("/tmp/socket"))).containsSubsequence(
				"-Dloader.main=dev.bootcluster.fork.ForkMain", "-cp", "/app/app.jar",
				"org.springframework.boot.loader.launch.PropertiesLauncher", "/tmp/socket");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Dapp.name=a b", "-Djava.io.tmpdir=/tmp/x", "--add-opens=java.base/java.io=ALL-UNNAMED",
			"--enable-preview", "-ea", "-ea:dev.bootcluster...", "-Xss4m", "-XX:ActiveProcessorCount=2" })
	void optionsThatCodeMayNeedAreCopied(String option) {
		assertThat(words(ForkOptions.defaults(), option)).contains(option);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Dcluster.worker.slot=1", "-Dcluster.workers=max", "-Xmx4g", "-XX:MaxRAMPercentage=50",
			"-XX:+UseG1GC", "-XX:TieredStopAtLevel=1", "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
			"-javaagent:/agent.jar", "-Dcom.sun.management.jmxremote.port=9010", "-Xlog:gc:file=gc.log",
			"-XX:AOTCache=/app/classes.aot", "-XX:ArchiveClassesAtExit=x.jsa", "-Dspring.context.exit=onRefresh" })
	void optionsOfTheWorkerAloneAreNot(String option) {
		assertThat(words(ForkOptions.defaults(), option)).doesNotContain(option);
	}

	@Test
	void optionsOfTheTaskWin() {
		ForkOptions options = ForkOptions.builder().jvmArgs("-Xmx1g", "-XX:+UseParallelGC").build();
		assertThat(words(options)).containsSubsequence("-Xmx65536k", "-Xmx1g", "-XX:+UseParallelGC", "-cp")
			.doesNotContain("-XX:+UseSerialGC");
	}

	@Test
	void environmentIsThatOfTheWorkerWithoutTheOptionsOfItsJvm() {
		Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root", "JAVA_TOOL_OPTIONS", "-Xmx1g",
				"JDK_JAVA_OPTIONS", "-Xmx1g", "_JAVA_OPTIONS", "-Xmx1g"));
		ForkCommand.environment(ForkOptions.builder().environment("LANG", "C").build(), "secret", environment);
		assertThat(environment).containsOnly(Map.entry("HOME", "/root"), Map.entry("LANG", "C"),
				Map.entry(ForkMain.TOKEN, "secret"));
	}

	@Test
	void environmentOfTheTaskAloneIsPossible() {
		Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root"));
		ForkOptions options = ForkOptions.builder().withoutInheritedEnvironment().environment("LANG", "C").build();
		ForkCommand.environment(options, "secret", environment);
		assertThat(environment).containsOnlyKeys("LANG", ForkMain.TOKEN);
	}

	@Test
	void loggingIsConfiguredUnlessTheUserDid() {
		String ours = "-Dlogback.configurationFile=dev/bootcluster/fork/logback.xml";
		String theirs = "-Dlogback.configurationFile=/etc/app/logback.xml";
		assertThat(new ForkCommand(Path.of("java"), List.of(), "app.jar", false, true).words(ForkOptions.defaults(),
				HEAP, List.of()))
			.contains(ours);
		assertThat(new ForkCommand(Path.of("java"), List.of(theirs), "app.jar", false, true)
			.words(ForkOptions.defaults(), HEAP, List.of())).contains(theirs).doesNotContain(ours);
	}

	@Test
	void classPathHoldsWhereverTheForkRuns() {
		assertThat(ForkCommand.current().classPath().split(java.io.File.pathSeparator))
			.allMatch((entry) -> Path.of(entry).isAbsolute());
	}

}
