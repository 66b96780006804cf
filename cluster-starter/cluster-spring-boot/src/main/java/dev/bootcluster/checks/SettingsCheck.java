// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;

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
