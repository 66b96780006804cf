// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The property sources from configuration files: those that Boot's config data processing
 * added to the environment.
 */
final class ConfigurationSources {

	/**
	 * Properties that only say where configuration comes from and when it applies.
	 */
	private static final String CONTROL = "spring.config.";

	private final Set<String> before;

	private List<EnumerablePropertySource<?>> sources = List.of();

	/**
	 * Record the sources present before configuration files are read.
	 */
	ConfigurationSources(ConfigurableEnvironment environment) {
		this.before = environment.getPropertySources()
			.stream()
			.map(PropertySource::getName)
			.collect(Collectors.toSet());
	}

	/**
	 * Return the sources of the starting application.
	 */
	static ConfigurationSources of(BootstrapContext context) {
		ConfigurationSources sources = context.getOrElse(ConfigurationSources.class, null);
		if (sources == null) {
			throw new IllegalStateException("Spring Boot has not prepared the environment");
		}
		return sources;
	}

	/**
	 * Record the sources that configuration files added.
	 */
	void read(ConfigurableEnvironment environment) {
		this.sources = environment.getPropertySources()
			.stream()
			.filter((source) -> !this.before.contains(source.getName()))
			.<EnumerablePropertySource<?>>mapMulti((source, found) -> {
				if (source instanceof EnumerablePropertySource<?> enumerable) {
					found.accept(enumerable);
				}
			})
			.toList();
	}

	/**
	 * Write the sources as one multi-document file in which later documents win, as in
	 * the original files. Placeholders are kept and resolved by the worker that reads the
	 * file.
	 * @see <a href=
	 * "https://docs.spring.io/spring-boot/reference/features/external-config.html">Multi-document
	 * files</a>
	 */
	void write(Path file) throws IOException {
		try (OutputStream out = Files.newOutputStream(file)) {
			for (int i = this.sources.size() - 1; i >= 0; i--) {
				out.write(document(this.sources.get(i)));
				out.write((i > 0) ? "#---\n".getBytes(StandardCharsets.ISO_8859_1) : new byte[0]);
			}
		}
	}

	private static byte[] document(EnumerablePropertySource<?> source) throws IOException {
		Properties properties = new Properties();
		for (String name : source.getPropertyNames()) {
			Object value = source.getProperty(name);
			if (value != null && !name.startsWith(CONTROL)) {
				properties.setProperty(name, value.toString());
			}
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		properties.store(out, source.getName());
		return out.toByteArray();
	}

}
