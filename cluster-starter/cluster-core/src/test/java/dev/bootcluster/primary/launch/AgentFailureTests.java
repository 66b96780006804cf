// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentFailure}.
 */
class AgentFailureTests {

	private static final List<String> METRICS_FAIL = List.of("java.lang.reflect.InvocationTargetException",
			"\tat java.base/java.lang.reflect.Method.invoke(Method.java:569)",
			"Caused by: java.net.BindException: Address already in use",
			"\tat com.acme.Metrics.premain(Metrics.java:52)",
			"FATAL ERROR in native method: processing of -javaagent failed, processJavaStart failed");

	@TempDir
	private Path directory;

	@Test
	void agentIsToldByTheClassInItsJar() throws IOException {
		String metrics = agent("metrics.jar", "com.acme.Metrics") + "=conf.yaml";
		String tracing = agent("tracing.jar", "com.acme.Tracing");
		AgentFailure failure = failure(METRICS_FAIL, "java", tracing, metrics, "-Xmx1g");
		assertThat(failure.options()).containsExactly(metrics);
		assertThat(failure.reason()).isEqualTo(metrics + " failed: java.net.BindException: Address already in use");
		assertThat(failure.remedy())
			.contains("cluster.worker.jvm-args=!-javaagent:%s*, ".formatted(this.directory.resolve("metrics.jar")))
			.doesNotContain("tracing", "conf.yaml");
	}

	@Test
	void allAgentsAreNamedIfNoneIsKnownToHaveFailed() throws IOException {
		String other = agent("other.jar", "com.acme.Other");
		String missing = "-javaagent:/no/such/agent.jar";
		AgentFailure failure = failure(METRICS_FAIL, other, missing);
		assertThat(failure.options()).containsExactly(other, missing);
		assertThat(failure.reason()).startsWith(other + " or " + missing + " failed: ");
		assertThat(failure.remedy()).contains("!%s* !%s*".formatted(other, missing));
	}

	@Test
	void agentThatSaysWhatIsWrongAndEndsTheJvmItselfIsNamed() throws IOException {
		String agent = agent("metrics.jar", "com.acme.Metrics") + "=a=b";
		AgentFailure failure = failure(List.of("metrics: java.net.BindException: Address already in use"), agent);
		assertThat(failure.options()).containsExactly(agent);
		assertThat(failure.remedy()).contains("!-javaagent:%s*".formatted(this.directory.resolve("metrics.jar")));
	}

	@Test
	void otherFailuresAreNotBlamedOnAgents() throws IOException {
		assertThat(failure(METRICS_FAIL, "java", "-Xmx1g")).as("a process without agents").isNull();
		assertThat(failure(List.of("Error: Could not find or load main class app.App"), agent("a.jar", "A"))).isNull();
	}

	private static @Nullable AgentFailure failure(List<String> lines, String... options) {
		return AgentFailure.of(new Ended(List.of(options), lines));
	}

	private String agent(String jar, String className) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), className);
		Path file = this.directory.resolve(jar);
		try (OutputStream out = Files.newOutputStream(file)) {
			new JarOutputStream(out, manifest).close();
		}
		return "-javaagent:" + file;
	}

	/**
	 * A process that has ended.
	 */
	private record Ended(List<String> options, List<String> lastLines) implements WorkerProcess {

		@Override
		public long pid() {
			return 1;
		}

		@Override
		public CompletableFuture<Integer> exit() {
			return CompletableFuture.completedFuture(1);
		}

		@Override
		public void terminate() {
		}

		@Override
		public void kill() {
		}

	}

}
