// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an application is built from.
 *
 * @param name its name
 * @param boot the Spring Boot it is built with
 * @param dependencies its dependencies as {@code group:artifact} or
 * {@code group:artifact:version}
 * @param exclusions what it wants none of, as {@code group:artifact}
 * @param files its sources and resources by path
 */
record Recipe(String name, Boot boot, List<String> dependencies, List<String> exclusions, Map<String, String> files) {

	static final String GROUP = "fit.app";

	private static final Pattern PACKAGE = Pattern.compile("(?m)^package (\\S+);");

	private static final Pattern TYPE = Pattern
		.compile("(?m)^(?:(?:public|final|abstract|sealed) )*(?:class|record|interface|enum|@interface) (\\w+)");

	private static final Pattern MAIN = Pattern.compile("static void main\\(");

	private static final String DEFAULT_MAIN = """
			package app;

			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;

			@SpringBootApplication
			public class App {

				public static void main(String[] args) {
					SpringApplication.run(App.class, args);
				}

			}
			""";

	/**
	 * Return where a compiler expects a source.
	 * @param source the text
	 */
	static String fileOf(String source) {
		Matcher type = TYPE.matcher(source);
		if (!type.find()) {
			throw new IllegalArgumentException("No type is declared in " + source);
		}
		return directoryOf(source) + type.group(1) + ".java";
	}

	private static String directoryOf(String source) {
		Matcher name = PACKAGE.matcher(source);
		return name.find() ? name.group(1).replace('.', '/') + "/" : "";
	}

	/**
	 * Return the same with a main class, which most applications need not write.
	 */
	Recipe withMain() {
		if (mains().findAny().isPresent()) {
			return this;
		}
		Map<String, String> all = Stream
			.concat(this.files.entrySet().stream(), Stream.of(Map.entry(fileOf(DEFAULT_MAIN), DEFAULT_MAIN)))
			.collect(Collectors.toMap(Entry::getKey, Entry::getValue));
		return new Recipe(this.name, this.boot, this.dependencies, this.exclusions, all);
	}

	String mainClass() {
		return mains().findFirst().orElseThrow().replaceAll("\\.java$", "").replace('/', '.');
	}

	private Stream<String> mains() {
		return this.files.entrySet()
			.stream()
			.filter((file) -> file.getKey().endsWith(".java") && MAIN.matcher(file.getValue()).find())
			.map(Entry::getKey);
	}

	/**
	 * Return what tells its POM from others': caches of models expect one content of each
	 * version.
	 */
	String version() {
		return Integer.toHexString(Objects.hash(this.boot, this.dependencies, this.exclusions));
	}

	/**
	 * Return the POM that its author would write.
	 */
	String pom() {
		return """
				<project xmlns="http://maven.apache.org/POM/4.0.0">
					<modelVersion>4.0.0</modelVersion>
					<parent>
						<groupId>org.springframework.boot</groupId>
						<artifactId>spring-boot-starter-parent</artifactId>
						<version>%s</version>
						<relativePath/>
					</parent>
					<groupId>%s</groupId>
					<artifactId>app</artifactId>
					<version>%s</version>
					<properties>%s</properties>
					<dependencies>%s</dependencies>
				</project>
				""".formatted(this.boot.version(), GROUP, version(), properties(),
				this.dependencies.stream().map(this::dependency).collect(Collectors.joining()));
	}

	private String properties() {
		return this.boot.properties()
			.entrySet()
			.stream()
			.map((property) -> "<%1$s>%2$s</%1$s>".formatted(property.getKey(), property.getValue()))
			.collect(Collectors.joining());
	}

	private String dependency(String coordinates) {
		String[] parts = coordinates.split(":");
		String version = (parts.length > 2) ? "<version>%s</version>".formatted(parts[2]) : "";
		return "<dependency>%s%s<exclusions>%s</exclusions></dependency>".formatted(names(parts), version,
				this.exclusions.stream()
					.map((exclusion) -> "<exclusion>%s</exclusion>".formatted(names(exclusion.split(":"))))
					.collect(Collectors.joining()));
	}

	private static String names(String[] parts) {
		return "<groupId>%s</groupId><artifactId>%s</artifactId>".formatted(parts[0], parts[1]);
	}

}
