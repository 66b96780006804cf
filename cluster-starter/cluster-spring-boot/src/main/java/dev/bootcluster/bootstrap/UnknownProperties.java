// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bootcluster.ipc.JsonText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds misspelled properties: those under {@code cluster} that the starter's metadata
 * does not contain and that Boot would silently ignore.
 */
final class UnknownProperties {

	private static final Log logger = LogFactory.getLog(UnknownProperties.class);

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("cluster");

	private final List<ConfigurationPropertyName> known;

	UnknownProperties(Collection<String> known) {
		this.known = known.stream()
			.map(ConfigurationPropertyName::of)
			.filter((name) -> isAtOrBelow(PREFIX, name))
			.sorted()
			.toList();
	}

	/**
	 * Warn about properties that have no effect.
	 * @param environment the application's properties
	 * @param primary whether this is the primary; without a cluster the application may
	 * use the prefix itself, as long as no name resembles one of ours
	 */
	static void warn(Environment environment, boolean primary) {
		if (!properties(environment).isEmpty()) {
			try {
				new UnknownProperties(metadata()).problems(environment, primary).forEach(logger::warn);
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("Property names cannot be checked", ex);
			}
		}
	}

	List<String> problems(Environment environment, boolean primary) {
		List<String> problems = new ArrayList<>();
		properties(environment).forEach((name, origin) -> {
			if (this.known.stream().noneMatch((known) -> isAtOrBelow(known, name)) && (primary || isLikeOurs(name))) {
				problems.add("Boot Cluster has no property %s%s; it is ignored. Known properties: %s".formatted(name,
						origin, suggestion(name)));
			}
		});
		return problems;
	}

	/**
	 * The properties that are set and their origins, except environment variables: many
	 * of those belong to others, and platforms add more.
	 */
	private static Map<ConfigurationPropertyName, String> properties(Environment environment) {
		Map<ConfigurationPropertyName, String> properties = new TreeMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource names
					&& !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				names.filter((name) -> isAtOrBelow(PREFIX, name))
					.forEach((name) -> properties.putIfAbsent(name, origin(source, name)));
			}
		}
		return properties;
	}

	private static String origin(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		Origin origin = Origin.from(source.getConfigurationProperty(name));
		return (origin != null) ? " (%s)".formatted(origin) : "";
	}

	/**
	 * Entries of maps and lists are below the property's name.
	 */
	private static boolean isAtOrBelow(ConfigurationPropertyName parent, ConfigurationPropertyName name) {
		return parent.equals(name) || parent.isAncestorOf(name);
	}

	private boolean isLikeOurs(ConfigurationPropertyName name) {
		return name.getNumberOfElements() > 1
				&& this.known.stream().anyMatch((known) -> isAtOrBelow(name.chop(2), known));
	}

	private String suggestion(ConfigurationPropertyName name) {
		String last = name.getLastElement(ConfigurationPropertyName.Form.UNIFORM);
		return Stream
			.<Predicate<ConfigurationPropertyName>>of(
					(known) -> known.getLastElement(ConfigurationPropertyName.Form.UNIFORM).equals(last),
					name::isAncestorOf, name.getParent()::isParentOf, PREFIX::isParentOf)
			.map((alike) -> this.known.stream().filter(alike).map(String::valueOf).collect(Collectors.joining(", ")))
			.filter((names) -> !names.isEmpty())
			.findFirst()
			.orElseThrow();
	}

	/**
	 * The names from the metadata of all jars: each feature has its own.
	 */
	private static Collection<String> metadata() throws IOException {
		List<String> names = new ArrayList<>();
		ClassLoader loader = UnknownProperties.class.getClassLoader();
		for (URL metadata : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
			URLConnection connection = metadata.openConnection();
			// The JDK would keep all the jars open.
			connection.setUseCaches(false);
			try (InputStream json = connection.getInputStream()) {
				addNames(JsonText.parse(json.readAllBytes()), names);
			}
		}
		return names;
	}

	private static void addNames(@Nullable Object metadata, List<String> names) {
		if (metadata instanceof Map<?, ?> groups && groups.get("properties") instanceof List<?> properties) {
			for (Object property : properties) {
				names.add(String.valueOf(((Map<?, ?>) property).get("name")));
			}
		}
	}

}
