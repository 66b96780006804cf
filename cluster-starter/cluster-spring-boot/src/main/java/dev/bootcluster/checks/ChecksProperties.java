// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The levels that the user sets.
 *
 * @param levels the levels by the names of checks
 */
record ChecksProperties(Map<String, CheckLevel> levels) {

	static final String PREFIX = "cluster.checks";

	static ChecksProperties of(Environment environment) {
		return new ChecksProperties(
				Binder.get(environment).bind(PREFIX, Bindable.mapOf(String.class, CheckLevel.class)).orElse(Map.of()));
	}

	CheckLevel level(ClusterCheck check) {
		return this.levels.getOrDefault(check.getName(), check.level());
	}

}
