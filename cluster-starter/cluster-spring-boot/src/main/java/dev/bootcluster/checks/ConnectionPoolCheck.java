// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.checks.JdbcUrl.Place;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the sizes of connection pools.
 */
final class ConnectionPoolCheck implements ClusterCheck {

	/**
	 * Types with the methods that return their sizes.
	 */
	private static final List<List<String>> POOLS = List.of(
			List.of("com.zaxxer.hikari.HikariDataSource", "getMaximumPoolSize"),
			List.of("org.apache.tomcat.jdbc.pool.DataSourceProxy", "getMaxActive"),
			List.of("org.apache.commons.dbcp2.BasicDataSource", "getMaxTotal"),
			List.of("oracle.ucp.jdbc.PoolDataSource", "getMaxPoolSize"),
			List.of("com.mchange.v2.c3p0.ComboPooledDataSource", "getMaxPoolSize"));

	@Override
	public String getName() {
		return "connection-pools";
	}

	@Override
	public CheckLevel level() {
		return CheckLevel.INFO;
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		List<ClusterFinding> findings = new ArrayList<>();
		application.beansOfType("javax.sql.DataSource").forEach((name, bean) -> {
			int size = size(bean);
			if (size > 0 && isServer(DatabaseCheck.url(application, bean, "spring.datasource.url"))) {
				findings.add(new ClusterFinding(
						"Connection pool '%s': %d workers x %d = %d connections".formatted(name, application.workers(),
								size, application.workers() * size),
						"Each worker needs only its share of one process's pool; a worker that is being replaced"
								+ " keeps its connections until it has drained"));
			}
		});
		return findings;
	}

	private static boolean isServer(@Nullable String url) {
		return url == null || JdbcUrl.of(url).place() == Place.SERVER;
	}

	private static int size(Object source) {
		Object target = Reflected.call(source, "getTargetDataSource");
		if (target != null && target != source) {
			return size(target);
		}
		return POOLS.stream()
			.filter((pool) -> Reflected.isA(source, pool.get(0)))
			.map((pool) -> Reflected.call(source, pool.get(1)))
			.filter(Integer.class::isInstance)
			.mapToInt(Integer.class::cast)
			.findFirst()
			.orElse(0);
	}

}
