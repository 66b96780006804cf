// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.bootcluster.checks.JdbcUrl.Place;
import org.jspecify.annotations.Nullable;

/**
 * Finds databases in a worker's memory, or in files that only one process opens.
 */
enum DatabaseCheck implements ClusterCheck {

	/**
	 * Databases of which every worker has one.
	 */
	IN_MEMORY("in-memory-database", Place.MEMORY),

	/**
	 * Databases of which one worker keeps the others out.
	 */
	IN_FILE("file-database", Place.FILE, Place.LENT_FILE, Place.LOCKED_FILE);

	private static final String DATA_SOURCE = "javax.sql.DataSource";

	private static final String REACTIVE = "io.r2dbc.spi.ConnectionFactory";

	private static final String EMBEDDED = "org.springframework.jdbc.datasource.embedded.EmbeddedDatabase";

	private static final String H2_SERVER = "Use a database server, which H2 can be as well:"
			+ " start org.h2.tools.Server -tcp -ifNotExists and connect to jdbc:h2:tcp://localhost/./data/app";

	private final String name;

	private final Set<Place> places;

	DatabaseCheck(String name, Place... places) {
		this.name = name;
		this.places = Set.of(places);
	}

	@Override
	public String getName() {
		return this.name;
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
		ClusterFinding finding = this.places.contains(database.place()) ? finding(source, url, database) : null;
		if (finding != null) {
			findings.add(finding);
		}
	}

	private static @Nullable ClusterFinding finding(String source, String url, JdbcUrl database) {
		String what = "%s (%s) is a ".formatted(source, database.text());
		String server = url.contains(":h2:") ? H2_SERVER : "Use a database server";
		return switch (database.place()) {
			case MEMORY -> new ClusterFinding(
					what + "database in memory: every worker has its own, and does not see what others save", server);
			case FILE -> new ClusterFinding(
					what + "file that only one process can open: the other workers cannot start", server);
			case LENT_FILE -> new ClusterFinding(what
					+ "file that one worker opens and serves to the others: when that one is replaced or dies, requests to the others fail",
					server);
			case LOCKED_FILE ->
				new ClusterFinding(what + "file of which all workers but one are locked out while that one writes",
						"Set journal_mode=WAL and a busy_timeout of some seconds, or use a database server");
			case SERVER -> null;
		};
	}

}
