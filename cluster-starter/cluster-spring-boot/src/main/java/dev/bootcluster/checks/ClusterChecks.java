// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * All checks, and at which level each one is.
 */
final class ClusterChecks {

	private static final Log logger = LogFactory.getLog(ClusterChecks.class);

	/**
	 * The product's own, most serious first.
	 */
	static final List<ClusterCheck> OWN = Stream
		.<List<? extends ClusterCheck>>of(List.of(DatabaseCheck.IN_MEMORY, DatabaseCheck.IN_FILE, SettingsCheck.SCHEMA),
				List.of(KnownBean.values()),
				List.of(new SecurityStateCheck(), new SockJsCheck(), new SessionListenerCheck(),
						SecurityFilterCheck.SESSION_REGISTRY, SecurityFilterCheck.REMEMBER_ME_KEY, new ClientIdCheck(),
						new LocalCacheCheck(), new SecondLevelCacheCheck(), new ScheduledMethodCheck(),
						new RunnerCheck(), new ConnectionPoolCheck()))
		.<ClusterCheck>flatMap(Collection::stream)
		.toList();

	private final List<ClusterCheck> checks;

	private final ChecksProperties properties;

	ClusterChecks(List<ClusterCheck> checks, ChecksProperties properties) {
		this.checks = checks;
		this.properties = properties;
	}

	/**
	 * Return whether anything that is found must keep the application from starting.
	 */
	boolean mayFail() {
		return this.checks.stream().anyMatch((check) -> this.properties.level(check) == CheckLevel.FAIL);
	}

	/**
	 * Make all checks of some levels.
	 */
	List<CheckResult> run(CheckedApplication application, CheckLevel... levels) {
		Set<CheckResult> results = new LinkedHashSet<>();
		for (CheckLevel level : levels) {
			for (ClusterCheck check : this.checks) {
				if (this.properties.level(check) == level) {
					find(check, application)
						.forEach((finding) -> results.add(new CheckResult(check.getName(), level, finding)));
				}
			}
		}
		return List.copyOf(results);
	}

	/**
	 * A check that does not understand an application must not harm it.
	 */
	private static List<ClusterFinding> find(ClusterCheck check, CheckedApplication application) {
		try {
			return check.find(application);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The check '%s' could not be made".formatted(check.getName()), ex);
			return List.of();
		}
	}

	/**
	 * Return the names that the user sets a level for, and that no check has.
	 */
	List<String> unknownNames() {
		Set<String> known = names();
		return this.properties.levels().keySet().stream().filter((name) -> !known.contains(name)).sorted().toList();
	}

	Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		this.checks.forEach((check) -> names.add(check.getName()));
		return names;
	}

	/**
	 * A finding of a check.
	 *
	 * @param check the check's name
	 * @param level what the finding means
	 * @param finding the finding
	 */
	record CheckResult(String check, CheckLevel level, ClusterFinding finding) {

		@Override
		public String toString() {
			return "%s.%s: %s.".formatted(ChecksProperties.PREFIX, this.check, this.finding);
		}

	}

}
