// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our classes, compiled once, find all that they use at both ends of Boot's line.
 */
class BootLineTests {

	private static final String JACKSON_CLIENT = """
			import tools.jackson.databind.JsonNode;
			import tools.jackson.databind.json.JsonMapper;

			class Client {

				static String read(JsonMapper mapper, JsonNode json) {
					return mapper.treeToValue(json, String.class);
				}

			}
			""";

	@ParameterizedTest
	@MethodSource("ends")
	void allThatOurClassesUseIsThere(Boot boot) throws IOException {
		try (Linkage linkage = linkage(boot)) {
			assertThat(linkage.size()).isGreaterThan(300);
			assertThat(linkage.problems()).isEmpty();
		}
	}

	/**
	 * A hook that nobody calls any more fails without a word.
	 */
	@Test
	void ourClassesOverrideTheSameAtBothEnds() throws IOException {
		try (Linkage oldest = linkage(Boot.OLDEST); Linkage newest = linkage(Boot.NEWEST)) {
			Set<String> overrides = oldest.overrides();
			assertThat(overrides).hasSizeGreaterThan(100);
			assertThat(newest.overrides()).containsExactlyElementsOf(overrides);
		}
	}

	/**
	 * What made Boot Cluster crash loop on Boot 4.0.1 once: Jackson 3.1 has a method of
	 * its own where 3.0 inherits a wider one.
	 */
	@Test
	void aMethodOfTheNewestJacksonAloneIsCaught(@TempDir Path directory) throws IOException {
		Path source = Files.writeString(directory.resolve("Client.java"), JACKSON_CLIENT);
		Path classes = Files.createDirectory(directory.resolve("classes"));
		AppJar.compile(List.of(source), app(Boot.NEWEST).libraries(), classes);
		try (Linkage newest = new Linkage(List.of(classes), app(Boot.NEWEST).libraries());
				Linkage oldest = new Linkage(List.of(classes), app(Boot.OLDEST).libraries())) {
			assertThat(newest.problems()).isEmpty();
			assertThat(oldest.problems()).singleElement()
				.asString()
				.startsWith("Client uses JsonMapper.treeToValue(JsonNode, Class): java.lang.NoSuchMethodException");
		}
	}

	private static Linkage linkage(Boot boot) {
		List<Path> libraries = app(boot).libraries();
		List<Path> ours = libraries.stream().filter(Reactor::made).toList();
		assertThat(ours).hasSameSizeAs(Reactor.published());
		return new Linkage(ours, libraries);
	}

	/**
	 * All of ours, and what only some applications have, or executable jars alone.
	 */
	private static FitApp app(Boot boot) {
		FitApp app = FitApp.named("linkage")
			.boot(boot)
			.withoutStarter()
			.dependency("org.springframework.boot:spring-boot-starter-webmvc")
			.dependency("org.springframework.boot:spring-boot-starter-websocket")
			.dependency("org.springframework.boot:spring-boot-starter-security")
			.dependency("io.micrometer:micrometer-registry-prometheus")
			.dependency("org.springframework.boot:spring-boot-loader");
		for (String module : Reactor.published()) {
			app = app.dependency("dev.bootcluster:" + module);
		}
		return app;
	}

	static Stream<Boot> ends() {
		return Stream.of(Boot.OLDEST, Boot.NEWEST);
	}

}
