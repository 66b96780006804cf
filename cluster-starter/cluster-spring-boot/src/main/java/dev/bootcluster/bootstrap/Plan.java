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
	 * Write the plan.
	 * @throws ClusterStartException if the application can no longer run in a cluster
	 */
	static void write(Path directory, RoleDecision decision, ConfigurableEnvironment environment,
			ConfigurationSources sources) {
		if (decision.role() != ClusterRole.PRIMARY) {
			throw new ClusterStartException("cluster.workers", environment.getProperty("cluster.workers", ""),
					"no longer makes the application run in a cluster"
							+ ((decision.obstacle() != null) ? ": " + decision.obstacle() : ""),
					"To run it standalone, stop the application and start it again");
		}
		try {
			sources.write(Generation.configuration(directory));
			Wire.write(Generation.settings(directory), GenerationConfiguration.read(environment));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
