/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
 * What a JVM writes down that was started only to learn what a new generation would be.
 */
final class Plan {

	private Plan() {
	}

	/**
	 * Where to write it.
	 * @return the generation's directory, {@code null} if this JVM has another purpose
	 */
	static @Nullable Path directory() {
		String directory = System.getProperty(PlanRun.PROPERTY);
		return (directory != null) ? Path.of(directory) : null;
	}

	/**
	 * Write the plan.
	 * @throws ClusterStartException if the application as it is now cannot be a cluster's
	 */
	static void write(Path directory, RoleDecision decision, ConfigurableEnvironment environment,
			ConfigurationSources sources) {
		if (decision.role() != ClusterRole.PRIMARY) {
			throw new ClusterStartException("cluster.workers", environment.getProperty("cluster.workers", ""),
					"does not make the application run in a cluster any more"
							+ ((decision.obstacle() != null) ? ": " + decision.obstacle() : ""),
					"Stop the application and start it again if it is to run standalone");
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
