// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.bootcluster.checks.JdbcUrl.Place;
import org.jspecify.annotations.Nullable;

/**
 * Finds databases in a worker's memory, or in files that only one process opens.
 */
final class DatabaseCheck implements ClusterCheck {

	private static final String DATA_SOURCE = "javax.sql.DataSource";

	private static final String REACTIVE = "io.r2dbc.spi.ConnectionFactory";

	private static final String EMBEDDED = "org.springframework.jdbc.datasource.embedded.EmbeddedDatabase";

	private final boolean memory;

	private DatabaseCheck(boolean memory) {
		this.memory = memory;
	}

	static DatabaseCheck inMemory() {
		return new DatabaseCheck(true);
	}

	static DatabaseCheck inFile() {
		return new DatabaseCheck(false);
	}

	@Override
	public String getName() {
		return this.memory ? "in-memory-database" : "file-database";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		List<ClusterFinding> findings = new ArrayList<>();
		application.beansOfType(DATA_SOURCE)
			.forEach((name, bean) -> add("DataSource '%s'".formatted(name),
					url(application, bean, "spring.datasource.url"), findings));
		Map<String, Object> reactive = application.beansOfType(REACTIVE);
		if (!reactive.isEmpty()) {
			add("ConnectionFactory '%s'".formatted(reactive.keySet().iterator().next()),
					application.environment().getProperty("spring.r2dbc.url"), findings);
		}
		return findings;
	}

	/**
	 * Return a data source's URL, {@code null} if it is unknown.
	 */
	static @Nullable String url(CheckedApplication application, Object source, String property) {
		if (Reflected.isA(source, EMBEDDED)) {
			return "jdbc:h2:mem:embedded";
		}
		Object target = Reflected.call(source, "getTargetDataSource");
		if (target != null && target != source) {
			return url(application, target, property);
		}
		Object url = Reflected.call(source, "getJdbcUrl", "getUrl", "getURL");
		return (url instanceof String text) ? text : application.environment().getProperty(property);
	}

	private void add(String source, @Nullable String url, List<ClusterFinding> findings) {
		if (url == null) {
			return;
		}
		JdbcUrl database = JdbcUrl.of(url);
		if (database.place() == Place.MEMORY && this.memory) {
			findings.add(new ClusterFinding(
					"%s (%s) is a database in memory: every worker has its own, and does not see what others save"
						.formatted(source, database.text()),
					"Use a database server, or a file that H2 shares: jdbc:h2:file:./data/app;AUTO_SERVER=TRUE"));
		}
		if (database.place() == Place.FILE && !this.memory) {
			String remedy = url.contains(":h2:") ? "Add ;AUTO_SERVER=TRUE to its URL, or use a database server"
					: "Use a database server";
			findings.add(new ClusterFinding(
					"%s (%s) is a file that only one process can open: the other workers cannot start".formatted(source,
							database.text()),
					remedy));
		}
		if (database.place() == Place.LOCKED_FILE && !this.memory) {
			findings.add(new ClusterFinding(
					"%s (%s) is a file of which all workers but one are locked out while that one writes"
						.formatted(source, database.text()),
					"Set journal_mode=WAL and a busy_timeout of some seconds, or use a database server"));
		}
	}

}
