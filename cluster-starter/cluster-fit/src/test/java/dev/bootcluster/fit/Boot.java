// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A version of Spring Boot that an application is built with.
 *
 * @param version the version
 */
public record Boot(String version) {

	private static final Properties VERSIONS = versions();

	/**
	 * The oldest that we support. Our modules are compiled against it.
	 */
	public static final Boot OLDEST = new Boot(VERSIONS.getProperty("oldest"));

	/**
	 * What the demo is built with.
	 */
	public static final Boot APPLICATION = new Boot(VERSIONS.getProperty("application"));

	/**
	 * The newest that we know.
	 */
	public static final Boot NEWEST = new Boot(VERSIONS.getProperty("newest"));

	/**
	 * All that are tried, old and new, so that what exists at one end only is missed.
	 * @return the versions, oldest first
	 */
	public static Stream<Boot> line() {
		return Stream.of(Stream.of(OLDEST, APPLICATION, NEWEST), others())
			.flatMap((boots) -> boots)
			.distinct()
			.sorted(Comparator.comparing((boot) -> Version.parse(boot.version)));
	}

	private static Stream<Boot> others() {
		return Stream.of(VERSIONS.getProperty("others").split(",")).map(Boot::new);
	}

	/**
	 * The properties with which its applications take other versions of libraries than
	 * Boot's. Not every one that Boot names can be had everywhere (the native transports
	 * of Netty 4.2.19) or is free (Spring Session since 4.0.5 and 4.1.1).
	 * @return the versions by property
	 */
	Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>();
		if (this.version.startsWith("4.1.")) {
			properties.put("netty.version", "4.2.18.Final");
			properties.put("spring-session.version", "4.1.0");
		}
		else if (isSince("4.0.8")) {
			properties.put("netty.version", "4.2.18.Final");
			properties.put("spring-session.version", "4.0.4");
		}
		return properties;
	}

	private boolean isSince(String version) {
		return Version.parse(this.version).compareTo(Version.parse(version)) >= 0;
	}

	private static Properties versions() {
		try (InputStream in = Boot.class.getResourceAsStream("/boot-line.properties")) {
			Properties versions = new Properties();
			versions.load(Objects.requireNonNull(in));
			return versions;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return "Spring Boot " + this.version;
	}

}
