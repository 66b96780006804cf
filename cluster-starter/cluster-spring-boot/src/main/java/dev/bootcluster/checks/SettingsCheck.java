// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.PropertySource;

/**
 * Finds properties that mean something else for N processes than for one.
 */
enum SettingsCheck implements ClusterCheck {

	/**
	 * Other than a migration, this loses what is there.
	 */
	SCHEMA("schema-creation") {

		@Override
		public List<ClusterFinding> find(CheckedApplication application) {
			List<ClusterFinding> findings = new ArrayList<>();
			for (String property : List.of("spring.jpa.hibernate.ddl-auto",
					"spring.jpa.properties.hibernate.hbm2ddl.auto")) {
				String value = application.environment().getProperty(property);
				if (value != null && value.startsWith("create") && !isInMemory(application)) {
					findings.add(new ClusterFinding(
							"%s=%s empties the database whenever a worker starts, while others serve"
								.formatted(property, value),
							"Set it to validate or none, and change the schema with Flyway or Liquibase"));
				}
			}
			return findings;
		}

		private boolean isInMemory(CheckedApplication application) {
			return !DatabaseCheck.IN_MEMORY.find(application).isEmpty();
		}

	},

	/**
	 * The primary serves two endpoints on that port, and workers none.
	 */
	MANAGEMENT_PORT("management-port") {

		@Override
		public List<ClusterFinding> find(CheckedApplication application) {
			String port = configured(application, "management.server.port");
			return (port == null) ? List.of() : List.of(new ClusterFinding(
					"management.server.port=%s serves only health and cluster, from the primary: other endpoints are not found there"
						.formatted(port),
					"Remove management.server.port to have all endpoints on the application's port"));
		}

		/**
		 * Workers override the property.
		 */
		private @Nullable String configured(CheckedApplication application, String property) {
			PropertySource<?> worker = application.environment().getPropertySources().get("clusterWorker");
			if (worker == null || !worker.containsProperty(property)) {
				return null;
			}
			return application.environment()
				.getPropertySources()
				.stream()
				.filter((source) -> source != worker && !source.getName().equals("configurationProperties"))
				.map((source) -> source.getProperty(property))
				.filter(Objects::nonNull)
				.map(String::valueOf)
				.findFirst()
				.orElse("...");
		}

	};

	private final String check;

	SettingsCheck(String check) {
		this.check = check;
	}

	@Override
	public String getName() {
		return this.check;
	}

}
