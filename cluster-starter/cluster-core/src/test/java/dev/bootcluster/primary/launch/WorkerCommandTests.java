// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.primary.FakeGenerations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
				Path.of("/run/cluster/generations/3/configuration.json"), 8081, BalancingPolicy.SHARED,
				Duration.ofSeconds(30), true);
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

	private static Map<String, String> environment(Map<String, String> inherited) {
		Map<String, String> environment = new HashMap<>(inherited);
		command().environment(generation(null, "app.jar"), environment);
		return environment;
	}

	private static List<String> words(@Nullable String classPath, String main, boolean terminal) {
		return command().words(new WorkerIdentity(7, 2, 3), generation(classPath, main), terminal);
	}

	private static Generation generation(@Nullable String classPath, String main) {
		FakeGenerations generations = new FakeGenerations();
		return generations.of(3, classPath, main, generations.reload, generations.limits, Map.of("LEVEL", "new"));
	}

	private static WorkerCommand command() {
		HandoffSettings handoff = new HandoffSettings(Path.of("/run/cluster"), new InetSocketAddress(0), 1,
				BalancingPolicy.SHARED, 1, Duration.ofSeconds(10), Duration.ZERO, false);
		return new WorkerCommand(new PrimarySettings(2, 0, 4, handoff,
				Map.of("spring.data.redis.password", "secret", "spring.data.redis.client-name", "app")), 8081);
	}

}
