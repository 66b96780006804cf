// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the product's own checks find in applications.
 */
class ApplicationChecksTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner();

	@ParameterizedTest
	@CsvSource({ "jdbc:h2:mem:test;PASSWORD=x, in-memory-database, DataSource 'db' (jdbc:h2:mem:test) is",
			"jdbc:h2:mem:test, in-memory-database, org.h2.tools.Server",
			"jdbc:h2:./app, file-database, org.h2.tools.Server",
			"jdbc:h2:./app;AUTO_SERVER=TRUE, file-database, 'when that one is replaced or dies, requests to the others fail'",
			"jdbc:derby:app, file-database, Use a database server",
			"jdbc:sqlite:app.db, file-database, journal_mode=WAL" })
	void databaseOfOneProcessIsFoundByItsUrl(String url, String check, String text) {
		withDatabase(url, (found) -> {
			assertThat(found).containsOnlyKeys(check);
			assertThat(found.get(check)).singleElement().asString().contains(text).doesNotContain("PASSWORD");
		});
	}

	@Test
	void databaseIsFoundBehindWrappersAndInSpringsOwnSources() {
		this.runner.withBean("db", DataSource.class, () -> new LazyConnectionDataSourceProxy(pool("jdbc:h2:mem:test")))
			.run((context) -> assertThat(find(context)).containsOnlyKeys("in-memory-database"));
		this.runner
			.withBean("db", DataSource.class, () -> new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:test"))
			.run((context) -> assertThat(find(context)).containsOnlyKeys("in-memory-database"));
		this.runner.withBean("db", DataSource.class,
				() -> new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build())
			.run((context) -> assertThat(find(context)).containsOnlyKeys("in-memory-database"));
	}

	@Test
	void connectionsOfAllPoolsAreCounted() {
		withDatabase("jdbc:postgresql://db/app",
				(found) -> assertThat(found).containsOnlyKeys("connection-pools")
					.extractingByKey("connection-pools")
					.asString()
					.contains("4 workers x 10 = 40 connections"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "create", "create-drop" })
	void schemaThatEachWorkerCreatesIsFound(String value) {
		this.runner.withBean("db", DataSource.class, () -> pool("jdbc:postgresql://db/app"))
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=" + value)
			.run((context) -> assertThat(find(context)).containsKey("schema-creation"));
		this.runner.withBean("db", DataSource.class, () -> pool("jdbc:h2:mem:app"))
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=" + value)
			.run((context) -> assertThat(find(context)).as("its own").doesNotContainKey("schema-creation"));
	}

	@Test
	void scheduledMethodsAreNamed() {
		this.runner.withUserConfiguration(Scheduling.class)
			.withBean(Jobs.class)
			.run((context) -> assertThat(find(context).get("scheduled")).singleElement()
				.asString()
				.contains("Jobs.cleanUp, Jobs.report")
				.contains("@ClusterScheduled"));
		this.runner.withBean(Jobs.class)
			.run((context) -> assertThat(find(context)).as("nothing is scheduled").doesNotContainKey("scheduled"));
	}

	@Test
	void runnersAreNamed() {
		this.runner.withBean("load", CommandLineRunner.class, () -> (args) -> {
		}).withBean("clear", ApplicationRunner.class, () -> (args) -> {
		})
			.run((context) -> assertThat(find(context).get("runners")).singleElement()
				.asString()
				.contains("clear, load"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			load      | Runners run in every worker, also when one is replaced while others serve: clear
			load,cl*  | null
			lod       | cluster.startup.once has 'lod', which is no runner's name
			""")
	void runnersThatRunOnceAreNotFoundButNamesOfNoneAre(String once, String found) {
		this.runner.withPropertyValues("cluster.startup.once=" + once)
			.withBean("load", CommandLineRunner.class, () -> (args) -> {
			})
			.withBean("clear", ApplicationRunner.class, () -> (args) -> {
			})
			.run((context) -> assertThat(String.valueOf(find(context).get("runners"))).contains(found));
	}

	@Test
	void localCachesAreFoundByWhatTheyKeepValuesIn() {
		this.runner.withBean("mine", CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> assertThat(find(context).get("local-cache")).asString()
				.contains("The CacheManager 'mine'"));
		this.runner.withBean("simple", CacheManager.class, () -> {
			SimpleCacheManager manager = new SimpleCacheManager();
			manager.setCaches(List.of(new ConcurrentMapCache("users")));
			return manager;
		}).run((context) -> assertThat(find(context)).containsKey("local-cache"));
		this.runner.withBean(CacheManager.class, NoOpCacheManager::new)
			.run((context) -> assertThat(find(context)).doesNotContainKey("local-cache"));
		this.runner.withBean(CacheManager.class, ConcurrentMapCacheManager::new)
			.withPropertyValues("cluster.shared-state=none")
			.run((context) -> assertThat(find(context)).as("as the user wants").doesNotContainKey("local-cache"));
	}

	@Test
	void simpleBrokerAndSockJsAreFound() {
		this.runner.withUserConfiguration(Stomp.class)
			.withPropertyValues("sockjs=true")
			.run((context) -> assertThat(find(context)).containsOnlyKeys("simple-broker", "sockjs"));
		this.runner.withUserConfiguration(Stomp.class)
			.run((context) -> assertThat(find(context)).containsOnlyKeys("simple-broker"));
	}

	@ParameterizedTest
	@CsvSource({ "none, ''", "sessions, session-registry", "remember, remember-me-key", "key, ''" })
	void securityIsLookedInto(String variant, String check) {
		this.runner.withUserConfiguration(Security.class)
			.withPropertyValues("variant=" + variant)
			.run((context) -> assertThat(find(context).keySet()).isEqualTo(check.isEmpty() ? Set.of() : Set.of(check)));
	}

	@Test
	void remedyForLimitedSessionsNamesAllThatItNeeds() {
		this.runner.withUserConfiguration(Security.class)
			.withPropertyValues("variant=sessions")
			.run((context) -> assertThat(find(context).get("session-registry")).singleElement()
				.asString()
				.contains("spring.session.data.redis.repository-type=indexed", "SpringSessionBackedSessionRegistry"));
	}

	@ParameterizedTest
	@CsvSource({ "spring.kafka.producer.transaction-id-prefix, tx-, true",
			"spring.kafka.producer.transaction-id-prefix, tx-1-, false",
			"spring.kafka.consumer.properties.group.instance.id, app, true",
			"spring.kafka.consumer.client-id, app, false" })
	void idsThatOnlyOneClientMayHaveAreFound(String property, String value, boolean found) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(find(context).containsKey("client-id")).isEqualTo(found));
	}

	@Test
	void ordinaryApplicationHasNothing() {
		this.runner.withPropertyValues("server.port=8080").run((context) -> assertThat(find(context)).isEmpty());
	}

	private void withDatabase(String url, Consumer<Map<String, List<ClusterFinding>>> found) {
		this.runner.withBean("db", DataSource.class, () -> pool(url)).run((context) -> found.accept(find(context)));
	}

	/**
	 * It connects when it is first asked for a connection.
	 */
	private static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		return pool;
	}

	private static Map<String, List<ClusterFinding>> find(AssertableWebApplicationContext assertable) {
		ConfigurableApplicationContext context = assertable.getSourceApplicationContext();
		CheckedApplication application = new CheckedApplication(context.getBeanFactory(), context.getEnvironment(), 4,
				1);
		Map<String, List<ClusterFinding>> found = new TreeMap<>();
		for (ClusterCheck check : ClusterChecks.OWN) {
			check.find(application)
				.forEach((finding) -> found.computeIfAbsent(check.getName(), (name) -> new ArrayList<>()).add(finding));
		}
		return found;
	}

	/**
	 * An application with jobs.
	 */
	static class Jobs {

		@Scheduled(cron = "-")
		void cleanUp() {
		}

		@Scheduled(fixedRate = 1, initialDelay = Integer.MAX_VALUE)
		void report() {
		}

	}

	/**
	 * An application whose jobs run.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	/**
	 * An application with a message broker for browsers.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@EnableWebSocketMessageBroker
	static class Stomp implements WebSocketMessageBrokerConfigurer {

		@Value("${sockjs:false}")
		private boolean sockJs;

		@Override
		public void registerStompEndpoints(StompEndpointRegistry registry) {
			var endpoint = registry.addEndpoint("/ws");
			if (this.sockJs) {
				endpoint.withSockJS();
			}
		}

		@Override
		public void configureMessageBroker(MessageBrokerRegistry registry) {
			registry.enableSimpleBroker("/topic");
		}

	}

	/**
	 * An application with a login.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@EnableWebSecurity
	static class Security {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager();
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http, @Value("${variant}") String variant) throws Exception {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults());
			switch (variant) {
				case "sessions" -> http.sessionManagement((sessions) -> sessions.maximumSessions(1));
				case "remember" -> http.rememberMe(Customizer.withDefaults());
				case "key" -> http.rememberMe((remember) -> remember.key("fixed"));
				default -> {
				}
			}
			return http.build();
		}

	}

}
