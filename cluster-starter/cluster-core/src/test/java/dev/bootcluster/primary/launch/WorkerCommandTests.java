// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.generation.Artifact;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.primary.FakeGenerations;
import dev.bootcluster.process.JavaInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerCommand}.
 */
class WorkerCommandTests {

	@Test
	void wordsStartTheJarAgainWithItsArguments() {
		assertThat(words(null, "/opt/my app.jar", false)).startsWith("/jdk/bin/java", "-Da=b c")
			.endsWith("-jar", "/opt/my app.jar", "--x=y z", "");
	}

	@Test
	void wordsStartTheClassPathAgain() {
		assertThat(words("a.jar:b", "com.example.Main", false)).endsWith("-cp", "a.jar:b", "com.example.Main",
				"--x=y z", "");
	}

	@Test
	void wordsTellTheWorkerWhatItIs() {
		WorkerLaunch launch = new WorkerLaunch(2, 3, 7, Path.of("/run/cluster"), Path.of("/run/cluster/artifacts/key"),
				Path.of("/run/cluster/generations/3/configuration.json"), 8081, true, Duration.ofSeconds(30), true);
		assertThat(words(null, "app.jar", true)).containsSequence(launch.toOptions());
	}

	@Test
	void secretsStandInTheEnvironmentAndNotOnTheCommandLine() {
		assertThat(words(null, "app.jar", false)).noneMatch((word) -> word.contains("secret"));
		assertThat(environment(Map.of())).containsEntry("SPRING_DATA_REDIS_PASSWORD", "secret")
			.containsEntry("SPRING_DATA_REDIS_CLIENTNAME", "app");
	}

	@Test
	void environmentDropsTheJvmsVariablesAndKeepsTheOthers() {
		Map<String, String> environment = environment(Map.of("JAVA_TOOL_OPTIONS", "-Da=1", "JDK_JAVA_OPTIONS", "-Db=1",
				"_JAVA_OPTIONS", "-Dc=1", "PATH", "/bin", "LEVEL", "old"));
		assertThat(environment).doesNotContainKeys("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
			.containsEntry("PATH", "/bin")
			.containsEntry("LEVEL", "new");
	}

	@Test
	void archiveOfTheUsersMakesWayForTheOneThatWorkersTrain() {
		Generation generation = generation("-XX:SharedArchiveFile=app.jsa", "-XX:AOTCache=app.aot", "-Xshare:on",
				"-Da=1");
		assertThat(command().archive(generation)).isNotNull();
		assertThat(command().words(new WorkerIdentity(7, 2, 3), generation, false)).contains("-Da=1")
			.doesNotContain("-XX:SharedArchiveFile=app.jsa", "-XX:AOTCache=app.aot", "-Xshare:on");
		assertThat(command().archive(generation("-Da=1"))).as("it is the same archive")
			.isEqualTo(command().archive(generation));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xshare:off", "-XX:AOTMode=off", "-javaagent:agent.jar", "-agentpath:agent.so" })
	void whereThereIsNoArchiveOfOursTheUsersIsPassedOn(String option) {
		Generation generation = generation("-XX:SharedArchiveFile=app.jsa", option);
		assertThat(command().archive(generation)).isNull();
		assertThat(command().words(new WorkerIdentity(7, 2, 3), generation, false))
			.contains("-XX:SharedArchiveFile=app.jsa", option);
	}

	@Test
	void traineeListensNowhere() {
		Generation generation = generation("-Da=1");
		GenerationSettings settings = generation.settings();
		generation = new Generation(3, generation.directory(), generation.artifact(),
				new GenerationSettings(List.of("-Dcom.sun.management.jmxremote.port={slot+9010}", "-Dslot={slot}"),
						Map.of(), settings.bootTimeout(), settings.drainTimeout(), settings.hangTimeout(), true,
						settings.reload(), settings.limits()));
		assertThat(command().words(new WorkerIdentity(7, 2, 3), generation, false))
			.contains("-Dcom.sun.management.jmxremote.port=9012", "-Dslot=2");
		assertThat(command().words(new WorkerIdentity(7, 0, 3, true), generation, false)).contains("-Dslot=0")
			.noneMatch((word) -> word.contains("jmxremote"));
	}

	private static Generation generation(String... jvmArgs) {
		Generation generation = application(null, "app.jar");
		return new Generation(3, generation.directory(),
				new Artifact("key", generation.artifact().directory(),
						new JavaInvocation(Path.of("/jdk/bin/java"), List.of(jvmArgs), null, "app.jar", List.of())),
				generation.settings());
	}

	private static Map<String, String> environment(Map<String, String> inherited) {
		Map<String, String> environment = new HashMap<>(inherited);
		command().environment(application(null, "app.jar"), environment);
		return environment;
	}

	private static List<String> words(@Nullable String classPath, String main, boolean terminal) {
		return command().words(new WorkerIdentity(7, 2, 3), application(classPath, main), terminal);
	}

	private static Generation application(@Nullable String classPath, String main) {
		FakeGenerations generations = new FakeGenerations();
		return generations.of(3, classPath, main, generations.reload, generations.limits, Map.of("LEVEL", "new"));
	}

	private static WorkerCommand command() {
		HandoffSettings handoff = new HandoffSettings(Path.of("/run/cluster"), new InetSocketAddress(0), 1,
				BalancingPolicy.SHARED, 1, Duration.ofSeconds(10), Duration.ZERO, false);
		return new WorkerCommand(new PrimarySettings(2, 0, 4, handoff, true, true,
				Map.of("spring.data.redis.password", "secret", "spring.data.redis.client-name", "app")), 8081);
	}

}
