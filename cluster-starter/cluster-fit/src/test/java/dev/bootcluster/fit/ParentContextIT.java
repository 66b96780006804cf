// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that starts another one before itself, in the same JVM: the workers of
 * both generations read what both have configured.
 */
@Tag("full")
class ParentContextIT {

	private static final Request PLACES = Request.get("/places");

	@ParameterizedTest
	@MethodSource
	void workersOfEveryGenerationReadWhatBothContextsHaveConfigured(FitApp app) {
		FitApp first = app.file("application.yml", "place: first");
		String expected;
		try (RunningApp plain = first.standalone()) {
			expected = plain.send(PLACES).text();
			assertThat(expected).isEqualTo("above, first");
		}
		try (RunningApp cluster = first.cluster(2)) {
			assertThat(answers(cluster)).containsOnly(expected);
			Reload reload = cluster.deploy(app.file("application.yml", "place: second")).reload();
			assertThat(reload.hasSucceeded()).as(reload.json().toString()).isTrue();
			assertThat(answers(cluster)).containsOnly("above, second");
		}
	}

	static Stream<FitApp> workersOfEveryGenerationReadWhatBothContextsHaveConfigured() {
		return Stream.of(springCloud(), builder());
	}

	private static List<String> answers(RunningApp cluster) {
		return cluster.everywhere(PLACES).stream().map(Response::text).toList();
	}

	/**
	 * Spring Cloud runs an application of its own for {@code bootstrap.yml}.
	 */
	private static FitApp springCloud() {
		return places("bootstrap").dependency("org.springframework.cloud:spring-cloud-starter-bootstrap:5.0.2")
			.file("bootstrap.yml", "parent: above");
	}

	private static FitApp builder() {
		return places("builder").source("""
				package app;

				import org.springframework.boot.WebApplicationType;
				import org.springframework.boot.autoconfigure.SpringBootApplication;
				import org.springframework.boot.builder.SpringApplicationBuilder;

				@SpringBootApplication
				class Family {

					public static void main(String[] args) {
						new SpringApplicationBuilder(Parent.class).web(WebApplicationType.NONE)
							.properties("parent=above")
							.child(Family.class)
							.web(WebApplicationType.SERVLET)
							.run(args);
					}

					static class Parent {

					}

				}
				""");
	}

	private static FitApp places(String name) {
		return FitApp.named(name).dependency("org.springframework.boot:spring-boot-starter-webmvc").source("""
				package app;

				import org.springframework.beans.factory.annotation.Value;
				import org.springframework.web.bind.annotation.GetMapping;
				import org.springframework.web.bind.annotation.RestController;

				@RestController
				class Places {

					private final String places;

					Places(@Value("${parent}") String parent, @Value("${place}") String place) {
						this.places = parent + ", " + place;
					}

					@GetMapping("/places")
					String places() {
						return this.places;
					}

				}
				""");
	}

}
