// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.SharedStateInfo.Status;
import dev.bootcluster.redis.RedisWatch;
import dev.bootcluster.session.SessionUnavailableException;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for what an application is told of an outage, depending on what it keeps in
 * Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
class OneJudgeTests {

	private static final String NO_SESSIONS = "requests that need a session get 503";

	private static final String NO_CACHES = "caches compute their values";

	private static volatile boolean down;

	static Stream<Case> cases() {
		return Stream.of(new Case("sessions only", true, false, OneRedis.class, List.of(NO_SESSIONS), "Redis "),
				new Case("caches only", false, true, OneRedis.class, List.of(NO_CACHES), "Redis "),
				new Case("both", true, true, OneRedis.class, List.of(NO_CACHES + " and " + NO_SESSIONS), "Redis "),
				new Case("each its own", true, true, TwoRedis.class, List.of(NO_CACHES, NO_SESSIONS),
						"caches: Redis "));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void outageIsOneWarningAndOneRecoveryForEachRedis(Case tested, CapturedOutput output) {
		down = false;
		tested.runner().run((context) -> {
			Supplier<SharedStateInfo> health = health(context);
			assertThat(health.get().status()).isEqualTo(Status.UP);
			down = true;
			tested.use(context);
			Await.until("trouble", () -> trouble(output).size() == tested.warnings.size());
			assertThat(health.get().status()).isEqualTo(Status.DOWN);
			assertThat(health.get().reason()).startsWith(tested.reason).contains("Redis cannot be reached: refused");
			tested.use(context);
			down = false;
			Await.until("the end of it", () -> health.get().status() == Status.UP);
			assertThat(trouble(output)).hasSameSizeAs(tested.warnings);
			for (String warning : tested.warnings) {
				assertThat(output.toString()).containsOnlyOnce("Redis is in trouble, " + warning + ": ");
			}
			assertThat(output.getOut().lines().filter((line) -> line.contains("Redis serves ")))
				.hasSameSizeAs(tested.warnings);
		});
	}

	@SuppressWarnings("unchecked")
	private static Supplier<SharedStateInfo> health(AssertableWebApplicationContext context) {
		ResolvableType wanted = ResolvableType.forClassWithGenerics(Supplier.class, SharedStateInfo.class);
		Supplier<SharedStateInfo> health = (Supplier<SharedStateInfo>) context.getBeanProvider(wanted).getObject();
		assertThat(health).as("what actuator finds").isSameAs(context.getBean(RedisWatch.class));
		return health;
	}

	private static List<String> trouble(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("Redis is in trouble, ")).toList();
	}

	/**
	 * What an application keeps in which Redis.
	 */
	private record Case(String name, boolean sessions, boolean caches, Class<?> redis, List<String> warnings,
			String reason) {

		WebApplicationContextRunner runner() {
			WebApplicationContextRunner runner = new WebApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(ClusterRedisAutoConfiguration.class, ClusterCacheAutoConfiguration.class,
								DataRedisAutoConfiguration.class, CacheAutoConfiguration.class))
				.withUserConfiguration(this.redis)
				.withPropertyValues("cluster.shared-state=redis");
			if (this.sessions) {
				runner = runner.withConfiguration(AutoConfigurations.of(ClusterSessionAutoConfiguration.class,
						SessionDataRedisAutoConfiguration.class, SessionAutoConfiguration.class));
			}
			return this.caches ? runner : runner.withBean("none", CacheManager.class, NoOpCacheManager::new);
		}

		void use(AssertableWebApplicationContext context) {
			if (this.sessions) {
				assertThatExceptionOfType(SessionUnavailableException.class)
					.isThrownBy(() -> context.getBean(SessionRepository.class).findById("id"));
			}
			assertThat(context.getBean(CacheManager.class).getCache("values").get("key")).isNull();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * Sessions and caches together.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OneRedis {

		@Bean
		RedisConnectionFactory redis() {
			return connections();
		}

		static RedisConnectionFactory connections() {
			RedisConnection connection = mock(RedisConnection.class, Mockito.RETURNS_DEEP_STUBS);
			RedisConnectionFactory connections = mock(RedisConnectionFactory.class);
			given(connections.getConnection()).willAnswer((call) -> {
				if (down) {
					throw new RedisConnectionFailureException("refused");
				}
				return connection;
			});
			return connections;
		}

	}

	/**
	 * Sessions apart.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TwoRedis {

		@Bean
		@Primary
		RedisConnectionFactory redis() {
			return OneRedis.connections();
		}

		@Bean
		@SpringSessionRedisConnectionFactory
		RedisConnectionFactory sessionRedis() {
			return OneRedis.connections();
		}

	}

}
