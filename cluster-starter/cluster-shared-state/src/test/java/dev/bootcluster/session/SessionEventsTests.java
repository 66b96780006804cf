// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisTrouble;
import dev.bootcluster.sharedstate.ClusterRedisAutoConfiguration;
import dev.bootcluster.sharedstate.ClusterSessionAutoConfiguration;
import dev.bootcluster.test.Await;
import dev.bootcluster.test.FreePorts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.events.AbstractSessionEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionEvents}, with Spring Session's indexed repository.
 */
@ExtendWith(OutputCaptureExtension.class)
class SessionEventsTests {

	@TempDir
	Path directory;

	private final List<String> events = new CopyOnWriteArrayList<>();

	private int port;

	private WebApplicationContextRunner context;

	@BeforeEach
	void configure() throws IOException {
		this.port = FreePorts.one();
		this.context = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterSessionAutoConfiguration.class,
					ClusterRedisAutoConfiguration.class, DataRedisAutoConfiguration.class,
					SessionDataRedisAutoConfiguration.class, SessionAutoConfiguration.class))
			.withBean("heard", Heard.class, () -> new Heard(this.events))
			.withPropertyValues("cluster.shared-state=redis", "spring.data.redis.host=127.0.0.1",
					"spring.data.redis.port=" + this.port, "spring.session.data.redis.repository-type=indexed");
	}

	@Test
	void applicationStartsWithoutRedisAndHasEventsWhenItServes(CapturedOutput output) {
		this.context.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("No session events until Redis is available: Redis");
			try (TestRedis redis = TestRedis.start(this.directory, this.port)) {
				Await.until("events", () -> output.toString().contains("Session events have started"));
				assertEvents(context);
			}
		});
	}

	@Test
	void redisThatForgotItsConfigurationIsConfiguredAgain(CapturedOutput output) throws IOException {
		try (TestRedis first = TestRedis.start(this.directory, this.port)) {
			this.context.run((context) -> {
				assertEvents(context);
				first.close();
				Await.until("the outage", () -> output.toString().contains("Redis is in trouble"));
				this.events.clear();
				try (TestRedis second = TestRedis.start(this.directory, this.port)) {
					Await.until("the end of the outage",
							() -> output.toString().contains("Redis serves sessions again"));
					Await.until("events", () -> hasEvents(context));
				}
			});
		}
		assertThat(output).doesNotContainIgnoringCase("session events");
	}

	@Test
	void whatRedisRefusesFailsTheStart() throws IOException {
		try (TestRedis redis = TestRedis.start(this.directory, this.port, "--rename-command", "CONFIG", "")) {
			this.context.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("Set notify-keyspace-events to Egx"));
		}
	}

	@Test
	void whatRedisRefusesLaterIsSaidOnce(CapturedOutput output) {
		this.context.run((context) -> {
			try (TestRedis redis = TestRedis.start(this.directory, this.port, "--rename-command", "CONFIG", "")) {
				Await.until("the error", () -> output.toString().contains("There are no session events"));
				AtomicInteger probes = new AtomicInteger();
				context.getBean(RedisHealth.class).addListener(new RedisHealth.Listener() {

					@Override
					public void redisAnswers() {
						probes.incrementAndGet();
					}

					@Override
					public void redisFails(RedisTrouble trouble) {
					}

				});
				Await.until("more probes", () -> probes.get() >= 3);
			}
		});
		assertThat(output).containsOnlyOnce("There are no session events");
	}

	private void assertEvents(AssertableWebApplicationContext context) {
		String id = use(context);
		Await.until("both events of the session", () -> this.events.size() >= 2);
		assertThat(this.events).containsExactlyInAnyOrder("SessionCreatedEvent " + id, "SessionDeletedEvent " + id);
	}

	/**
	 * The subscription is restored by itself, sooner or later.
	 */
	private boolean hasEvents(AssertableWebApplicationContext context) {
		use(context);
		return this.events.stream().anyMatch((event) -> event.startsWith("SessionDeletedEvent"));
	}

	@SuppressWarnings("unchecked")
	private static String use(AssertableWebApplicationContext context) {
		SessionRepository<Session> repository = (SessionRepository<Session>) (SessionRepository<?>) context
			.getBean(RedisIndexedSessionRepository.class);
		Session session = repository.createSession();
		repository.save(session);
		repository.deleteById(session.getId());
		return session.getId();
	}

	private record Heard(List<String> events) implements ApplicationListener<AbstractSessionEvent> {

		@Override
		public void onApplicationEvent(AbstractSessionEvent event) {
			this.events.add(event.getClass().getSimpleName() + " " + event.getSessionId());
		}

	}

}
