// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import dev.bootcluster.ClusterRole;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.PlanRun;
import dev.bootcluster.ipc.Wire;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The description of a new generation, written by a JVM started only for that purpose.
 */
final class Plan {

	private Plan() {
	}

	/**
	 * Where to write the plan.
	 * @return the generation's directory, {@code null} if this JVM was not started to
	 * write a plan
	 */
	static @Nullable Path directory() {
		String directory = System.getProperty(PlanRun.PROPERTY);
		return (directory != null) ? Path.of(directory) : null;
	}

	/**
	 * Write the plan, unless the application is one that this JVM runs before that of the
	 * cluster.
	 * @return whether it has been written
	 * @throws ClusterStartException if the application can no longer run in a cluster
	 */
	static boolean write(Path directory, RoleDecision decision, ConfigurableEnvironment environment,
			ConfigurationSources sources) {
		PinnedApplications previous = previous();
		if (decision.role() != ClusterRole.PRIMARY) {
			if (sources.position() < previous.applications().size() - 1) {
				return false;
			}
			throw new ClusterStartException("cluster.workers", environment.getProperty("cluster.workers", ""),
					"no longer makes the application run in a cluster"
							+ ((decision.obstacle() != null) ? ": " + decision.obstacle() : ""),
					"To run it standalone, stop the application and start it again");
		}
		try {
			sources.pin(previous.random()).write(Generation.configuration(directory));
			Wire.write(Generation.settings(directory), GenerationConfiguration.read(environment));
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static PinnedApplications previous() {
		try {
			return PinnedApplications.read(Path.of(System.getProperty(PlanRun.PREVIOUS)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The configuration of the running generation cannot be read", ex);
		}
	}

}
