// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * All that an application can see of its environment, line by line.
 */
final class EnvironmentDescription {

	private EnvironmentDescription() {
	}

	static List<String> of(ConfigurableEnvironment environment) {
		List<String> lines = new ArrayList<>();
		lines.add("active " + Arrays.toString(environment.getActiveProfiles()));
		lines.add("default " + Arrays.toString(environment.getDefaultProfiles()));
		for (PropertySource<?> source : environment.getPropertySources()) {
			lines.add("source " + source.getName());
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					lines.add(line(enumerable, name));
					lines.add("  is " + environment.getProperty(name));
				}
			}
		}
		return lines;
	}

	private static String line(EnumerablePropertySource<?> source, String name) {
		Object value = source.getProperty(name);
		String type = (value instanceof Number || value instanceof Boolean) ? value.getClass().getSimpleName() : "text";
		return "  %s = %s (%s) from %s".formatted(name, value, type, OriginLookup.getOrigin(source, name));
	}

}
