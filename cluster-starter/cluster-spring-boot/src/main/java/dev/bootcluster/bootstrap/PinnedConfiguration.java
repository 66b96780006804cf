// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * What configuration files contributed to an application's environment: their property
 * sources with the origin of each value, and the profiles they selected. Text that is
 * parsed again would not do: documents would be merged differently, and lists run into
 * each other.
 *
 * @param sources the property sources of configuration files, highest precedence first
 * @param chosen values in other sources that contained a random value, by source
 * @param activeProfiles the active profiles
 * @param defaultProfiles the profiles that apply if none is active
 */
record PinnedConfiguration(List<Source> sources, List<Source> chosen, List<String> activeProfiles,
		List<String> defaultProfiles) {

	private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	/**
	 * Take the contribution of configuration files from an environment that has them.
	 * @param environment the environment
	 * @param files its sources from configuration files
	 * @param random chooses random values
	 */
	static PinnedConfiguration of(ConfigurableEnvironment environment, List<EnumerablePropertySource<?>> files,
			RandomValues random) {
		List<Source> sources = files.stream().map((source) -> Source.of(source, random)).toList();
		List<Source> chosen = new ArrayList<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> other && !files.contains(source)) {
				Source values = Source.chosen(other, random);
				if (!values.properties().isEmpty()) {
					chosen.add(values);
				}
			}
		}
		return new PinnedConfiguration(sources, chosen, List.of(environment.getActiveProfiles()),
				List.of(environment.getDefaultProfiles()));
	}

	/**
	 * Contribute the same to an environment that has read no configuration files.
	 */
	void addTo(ConfigurableEnvironment environment) {
		MutablePropertySources target = environment.getPropertySources();
		for (Source source : this.sources) {
			target.addLast(new OriginTrackedMapPropertySource(source.name(), source.values(), true));
		}
		DefaultPropertiesPropertySource.moveToEnd(environment);
		for (Source source : this.chosen) {
			if (target.contains(source.name())) {
				target.addBefore(source.name(), source.toOverride());
			}
		}
		environment.setActiveProfiles(this.activeProfiles.toArray(String[]::new));
		environment.setDefaultProfiles(this.defaultProfiles.toArray(String[]::new));
	}

	/**
	 * A property source.
	 *
	 * @param name its name
	 * @param properties its properties, in their order
	 */
	record Source(String name, List<Property> properties) {

		private static Source of(EnumerablePropertySource<?> source, RandomValues random) {
			List<Property> properties = new ArrayList<>();
			for (String name : source.getPropertyNames()) {
				Object value = source.getProperty(name);
				if (value != null) {
					properties.add(Property.of(name, value, OriginLookup.getOrigin(source, name), random));
				}
			}
			return new Source(source.getName(), properties);
		}

		private static Source chosen(EnumerablePropertySource<?> source, RandomValues random) {
			List<Property> properties = new ArrayList<>();
			for (String name : source.getPropertyNames()) {
				if (source.getProperty(name) instanceof String text) {
					String value = random.choose(name, text);
					if (!value.equals(text)) {
						properties.add(new Property(name, value, null, null));
					}
				}
			}
			return new Source(source.getName(), properties);
		}

		private Map<String, Object> values() {
			Map<String, Object> values = new LinkedHashMap<>();
			for (Property property : this.properties) {
				values.put(property.name(), OriginTrackedValue.of(property.toValue(), PinnedOrigin.of(property)));
			}
			return values;
		}

		/**
		 * Boot maps the names of environment variables by the name of their source.
		 */
		private PropertySource<?> toOverride() {
			Map<String, Object> values = new LinkedHashMap<>();
			this.properties.forEach((property) -> values.put(property.name(), property.toValue()));
			String name = "clusterRandom-" + this.name;
			return this.name.equals(ENVIRONMENT) ? new SystemEnvironmentPropertySource(name, values)
					: new MapPropertySource(name, values);
		}

	}

	/**
	 * A property.
	 *
	 * @param name its name
	 * @param value a string, a number or a boolean
	 * @param origin where it was set, {@code null} if unknown
	 * @param content the content of the file that the value is, {@code null} for others
	 */
	record Property(String name, Object value, @Nullable String origin, byte @Nullable [] content) {

		private static Property of(String name, Object value, @Nullable Object origin, RandomValues random) {
			Object pinned = (value instanceof Number || value instanceof Boolean) ? value
					: random.choose(name, value.toString());
			return new Property(name, pinned, (origin != null) ? origin.toString() : null, PinnedFileValue.read(value));
		}

		private Object toValue() {
			return (this.content != null) ? new PinnedFileValue(this.value.toString(), this.content) : this.value;
		}

	}

}
