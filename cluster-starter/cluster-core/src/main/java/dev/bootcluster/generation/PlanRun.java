// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ipc.Protocol;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmPurpose;
import dev.bootcluster.process.JvmRun;
import dev.bootcluster.process.PrintedFailure;

/**
 * Starts the application only as far as its environment, to find out what its
 * configuration says now and write that down. The new code does this in a JVM of its own,
 * so profiles, imports and post-processors mean what they will mean to workers.
 */
public final class PlanRun {

	/**
	 * The system property that makes a JVM write its plan to a directory and exit.
	 */
	public static final String PROPERTY = "boot-cluster.plan";

	/**
	 * The system property with the configuration that this JVM's will follow.
	 */
	public static final String PREVIOUS = "boot-cluster.plan.previous";

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private static final int LOG_LINES = 50;

	PlanRun() {
	}

	/**
	 * Plan with the environment variables that the configuration sets for workers.
	 * @param previous the file with the configuration of the generation before
	 * @throws GenerationException if the application does not get that far
	 */
	GenerationSettings plan(Artifact artifact, Path home, Path previous) throws IOException {
		GenerationSettings settings = plan(artifact, home, previous, Map.of());
		return settings.environment().isEmpty() ? settings : plan(artifact, home, previous, settings.environment());
	}

	/**
	 * Plan with the given environment variables.
	 */
	GenerationSettings plan(Artifact artifact, Path home, Path previous, Map<String, String> environment)
			throws IOException {
		try {
			JvmRun run = JvmRun.of(command(artifact.invocation(), home, previous), environment,
					artifact.invocation().directory(), home.resolve("plan.log"), TIMEOUT);
			return settings(run, home);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new GenerationException("Interrupted while preparing the new generation", List.of());
		}
	}

	private static GenerationSettings settings(JvmRun run, Path home) throws IOException {
		if (run.exitCode().isEmpty()) {
			throw failure("did not read its configuration within %d s".formatted(TIMEOUT.toSeconds()), run);
		}
		if (!run.succeeded() || !Files.exists(Generation.settings(home))) {
			throw failure("could not read its configuration, exit code %d%s".formatted(run.exitCode().getAsInt(),
					run.output().isEmpty() ? silence(home) : ": " + PrintedFailure.reason(run.output())), run);
		}
		GenerationSettings settings = Wire.read(Generation.settings(home), GenerationSettings.class);
		if (settings.protocol() != Protocol.VERSION) {
			throw failure("uses a version of Boot Cluster that is incompatible with the running primary's; "
					+ "restart the application instead", run);
		}
		return settings;
	}

	/**
	 * What it prints goes to a file.
	 */
	private static String silence(Path home) {
		return "; it printed nothing, and %s has room for %d MB".formatted(home, home.toFile().getUsableSpace() >> 20);
	}

	private static List<String> command(JavaInvocation application, Path home, Path previous) {
		List<String> command = new ArrayList<>();
		command.add(application.java().toString());
		command.addAll(JvmOption.forChild(application.jvmArgs(), JvmPurpose.PLAN));
		JvmOption.allowNativeAccess(command);
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-D%s=%s".formatted(PROPERTY, home),
				"-D%s=%s".formatted(PREVIOUS, previous)));
		command.addAll(application.words());
		return command;
	}

	private static GenerationException failure(String what, JvmRun run) {
		JvmRun told = new JvmRun(run.exitCode(), PrintedFailure.withoutFrames(run.output()));
		return new GenerationException("The new generation " + what, told.lastLines(LOG_LINES));
	}

}
