// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

/**
 * Applications of shapes that a cluster could mistake for something else. Each answers
 * {@code GET /hello}.
 */
final class Shapes {

	private static final String HELLO = """
			package app;

			import org.springframework.web.bind.annotation.GetMapping;
			import org.springframework.web.bind.annotation.RestController;

			@RestController
			class Hello {

				@GetMapping("/hello")
				String hello() {
					return "hello";
				}

			}
			""";

	private Shapes() {
	}

	/**
	 * Spring MVC on Tomcat, and nothing else.
	 */
	static FitApp webMvc() {
		return FitApp.named("webmvc").dependency("org.springframework.boot:spring-boot-starter-webmvc").source(HELLO);
	}

	/**
	 * WebFlux on Netty.
	 */
	static FitApp webFlux() {
		return FitApp.named("webflux").dependency("org.springframework.boot:spring-boot-starter-webflux").source(HELLO);
	}

	/**
	 * Jetty in the place of Tomcat, as Spring Boot's manual says.
	 */
	static FitApp jetty() {
		return FitApp.named("jetty")
			.dependency("org.springframework.boot:spring-boot-starter-webmvc")
			.dependency("org.springframework.boot:spring-boot-starter-jetty")
			.exclude("org.springframework.boot:spring-boot-starter-tomcat")
			.source(HELLO);
	}

	/**
	 * A bean with a name that we would like as well.
	 */
	static FitApp beanNamedCluster() {
		return webMvc().source("""
				package app;

				import org.springframework.context.annotation.Bean;
				import org.springframework.context.annotation.Configuration;
				import org.springframework.web.bind.annotation.GetMapping;
				import org.springframework.web.bind.annotation.RestController;

				@RestController
				class Hello {

					private final Telescopes telescopes;

					Hello(Telescopes telescopes) {
						this.telescopes = telescopes;
					}

					@GetMapping("/hello")
					String hello() {
						return "a cluster of %d telescopes".formatted(this.telescopes.number());
					}

					record Telescopes(int number) {
					}

					@Configuration(proxyBeanMethods = false)
					static class Beans {

						@Bean
						Telescopes cluster() {
							return new Telescopes(4);
						}

					}

				}
				""");
	}

	/**
	 * A repository of JPA's, with a database in memory.
	 */
	static FitApp jpa() {
		return FitApp.named("jpa")
			.dependency("org.springframework.boot:spring-boot-starter-webmvc")
			.dependency("org.springframework.boot:spring-boot-starter-data-jpa")
			.dependency("com.h2database:h2")
			.source("""
					package app;

					import jakarta.persistence.Entity;
					import jakarta.persistence.Id;

					@Entity
					class Pet {

						@Id
						private String name;

						String name() {
							return this.name;
						}

					}
					""")
			.source("""
					package app;

					import org.springframework.data.jpa.repository.JpaRepository;

					interface Pets extends JpaRepository<Pet, String> {
					}
					""")
			.source("""
					package app;

					import org.springframework.web.bind.annotation.GetMapping;
					import org.springframework.web.bind.annotation.RestController;

					@RestController
					class Hello {

						private final Pets pets;

						Hello(Pets pets) {
							this.pets = pets;
						}

						@GetMapping("/hello")
						String hello() {
							return "%d pets".formatted(this.pets.count());
						}

					}
					""");
	}

	/**
	 * Sessions that are to survive a restart.
	 */
	static FitApp sessionsInADatabase() {
		return FitApp.named("sessions-in-a-database")
			.dependency("org.springframework.boot:spring-boot-starter-webmvc")
			.dependency("org.springframework.boot:spring-boot-starter-session-jdbc")
			.dependency("com.h2database:h2")
			.withRedis()
			.source("""
					package app;

					import org.springframework.session.SessionRepository;
					import org.springframework.web.bind.annotation.GetMapping;
					import org.springframework.web.bind.annotation.RestController;

					@RestController
					class Hello {

						private final SessionRepository<?> sessions;

						Hello(SessionRepository<?> sessions) {
							this.sessions = sessions;
						}

						@GetMapping("/hello")
						String hello() {
							return this.sessions.getClass().getName();
						}

					}
					""");
	}

	/**
	 * Cached values that any cache in memory can hold, and Redis cannot.
	 */
	static FitApp cacheOfRecords() {
		return FitApp.named("cache-of-records")
			.dependency("org.springframework.boot:spring-boot-starter-webmvc")
			.dependency("org.springframework.boot:spring-boot-starter-cache")
			.withRedis()
			.source("""
					package app;

					import org.springframework.cache.annotation.Cacheable;
					import org.springframework.stereotype.Service;

					@Service
					public class Fruits {

						@Cacheable("fruits")
						public Fruit named(Fruit like) {
							return new Fruit(like.name());
						}

						public record Fruit(String name) {
						}

					}
					""")
			.source("""
					package app;

					import org.springframework.cache.annotation.EnableCaching;
					import org.springframework.web.bind.annotation.GetMapping;
					import org.springframework.web.bind.annotation.RestController;

					@RestController
					@EnableCaching
					class Hello {

						private final Fruits fruits;

						Hello(Fruits fruits) {
							this.fruits = fruits;
						}

						@GetMapping("/hello")
						String hello() {
							return this.fruits.named(new Fruits.Fruit("apple")).toString();
						}

					}
					""");
	}

}
