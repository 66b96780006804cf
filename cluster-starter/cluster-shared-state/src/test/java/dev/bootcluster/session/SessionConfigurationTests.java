// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.time.Duration;

import dev.bootcluster.sharedstate.ClusterRedisAutoConfiguration;
import dev.bootcluster.sharedstate.ClusterSessionAutoConfiguration;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.FlushMode;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.SaveMode;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.HeaderHttpSessionIdResolver;
import org.springframework.session.web.http.HttpSessionIdResolver;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.support.SessionFlashMapManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SessionConfiguration}, as auto-configured.
 */
class SessionConfigurationTests {

	private final WebApplicationContextRunner standalone = new WebApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ClusterSessionAutoConfiguration.class, DataRedisAutoConfiguration.class,
					SessionDataRedisAutoConfiguration.class, SessionAutoConfiguration.class,
					DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class));

	private final WebApplicationContextRunner sharing = this.standalone
		.withPropertyValues("cluster.shared-state=redis");

	@Test
	void workersKeepTheirSessionsInTheClustersRepository() {
		this.sharing.run((context) -> {
			assertThat(context).hasSingleBean(SessionRepository.class)
				.hasSingleBean(ClusterSessionRepository.class)
				.hasSingleBean(SessionRepositoryFilter.class)
				.hasBean("sessionRepositoryFilterRegistration")
				.hasSingleBean(HandledRequestEvents.class);
			assertThat(context).getBean(SessionRepositoryFilter.class).isInstanceOf(ClusterSessionFilter.class);
			assertThat(context).getBean(FlashMapManager.class).isInstanceOf(HintedFlashMaps.class);
		});
	}

	@Test
	void standaloneApplicationIsLeftAlone() {
		this.standalone.run((context) -> {
			assertThat(context).doesNotHaveBean(ClusterSessionRepository.class)
				.doesNotHaveBean(HandledRequestEvents.class);
			assertThat(context).getBean(FlashMapManager.class).isInstanceOf(SessionFlashMapManager.class);
		});
	}

	@Test
	void springsRepositoryCanBeHadWithAllItsWays() {
		this.sharing.withPropertyValues("cluster.session.repository=spring").run((context) -> {
			assertThat(context).doesNotHaveBean(ClusterSessionRepository.class)
				.hasSingleBean(RedisSessionRepository.class)
				.doesNotHaveBean(HandledRequestEvents.class);
			assertThat(context).getBean(FlashMapManager.class).isInstanceOf(SessionFlashMapManager.class);
		});
	}

	@Test
	void anotherRepositoryIsRefused() {
		this.sharing.withPropertyValues("cluster.session.repository=mongo")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("cluster.session.repository")
				.hasStackTraceContaining("mongo"));
	}

	@Test
	void applicationsOwnRepositoryWins() {
		SessionRepository<?> own = mock(MapSessionRepository.class);
		this.sharing.withBean("own", SessionRepository.class, () -> own)
			.run((context) -> assertThat(context).getBean(SessionRepository.class).isSameAs(own));
	}

	@Test
	void sessionsInADatabaseDoNotDependOnRedis() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JdbcSessionAutoConfiguration.class, SessionAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, DataRedisAutoConfiguration.class,
					ClusterRedisAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
					WebMvcAutoConfiguration.class))
			.withPropertyValues("cluster.shared-state=redis", "spring.datasource.url=jdbc:h2:mem:sessions",
					"spring.data.redis.port=1")
			.run((context) -> {
				assertThat(context).hasSingleBean(JdbcIndexedSessionRepository.class)
					.doesNotHaveBean("clusterSessionGuard")
					.doesNotHaveBean("clusterSessionUnavailableFilter");
				assertThat(AopUtils.isAopProxy(context.getBean(SessionRepository.class))).isFalse();
			});
	}

	@Test
	void annotationForSpringsRepositoryWins() {
		this.sharing.withUserConfiguration(Annotated.class)
			.run((context) -> assertThat(context).hasSingleBean(RedisSessionRepository.class)
				.doesNotHaveBean(ClusterSessionRepository.class)
				.getBean(FlashMapManager.class)
				.isInstanceOf(SessionFlashMapManager.class));
	}

	@Test
	void applicationThatCustomizesSpringsRepositoryGetsIt() {
		this.sharing.withUserConfiguration(SpringsCustomizer.class).run((context) -> {
			assertThat(context).doesNotHaveBean(ClusterSessionRepository.class);
			assertThat(context).getBean(RedisSessionRepository.class)
				.extracting("keyNamespace")
				.isEqualTo("customized:");
			assertThat(context).getBean(FlashMapManager.class).isInstanceOf(HintedFlashMaps.class);
		});
	}

	@Test
	void clustersRepositoryCanBeCustomizedToo() {
		this.sharing.withUserConfiguration(ClustersCustomizer.class)
			.withPropertyValues("spring.session.data.redis.namespace=configured")
			.run((context) -> assertThat(context).getBean(ClusterSessionRepository.class)
				.hasFieldOrPropertyWithValue("keyPrefix", "customized:sessions:"));
	}

	@Test
	void settingsAreBoots() {
		this.sharing
			.withPropertyValues("spring.session.timeout=5m", "spring.session.data.redis.namespace=mine",
					"spring.session.data.redis.flush-mode=immediate", "spring.session.data.redis.save-mode=always")
			.run((context) -> assertThat(context).getBean(ClusterSessionRepository.class)
				.hasFieldOrPropertyWithValue("defaultMaxInactiveInterval", Duration.ofMinutes(5))
				.hasFieldOrPropertyWithValue("keyPrefix", "mine:sessions:")
				.hasFieldOrPropertyWithValue("flushMode", FlushMode.IMMEDIATE)
				.hasFieldOrPropertyWithValue("saveMode", SaveMode.ALWAYS));
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", ", true" })
	void changesAreDetectedUnlessThatIsSwitchedOff(String set, boolean detects) {
		this.sharing.withPropertyValues((set != null) ? "cluster.session.detect-changes=" + set : "other=1")
			.run((context) -> assertThat(context).getBean(ClusterSessionRepository.class)
				.hasFieldOrPropertyWithValue("detectsChanges", detects));
	}

	@ParameterizedTest
	@ValueSource(strings = { "420", "-1" })
	void timeoutOfTheServerCountsWhereTheSessionsHaveNone(String seconds) {
		// With a mock server the application counts as a WAR, whose server has its own
		// timeout.
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(ClusterSessionAutoConfiguration.class,
					DataRedisAutoConfiguration.class, SessionDataRedisAutoConfiguration.class,
					SessionAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class))
			.withPropertyValues("cluster.shared-state=redis", "server.port=0",
					"server.servlet.session.timeout=" + seconds)
			.run((context) -> assertThat(context).getBean(ClusterSessionRepository.class)
				.hasFieldOrPropertyWithValue("defaultMaxInactiveInterval",
						Duration.ofSeconds(Long.parseLong(seconds))));
	}

	@Test
	void timeoutOfAServerOfOursDoesNotCountInAnother() {
		this.sharing.withPropertyValues("server.servlet.session.timeout=420")
			.run((context) -> assertThat(context).getBean(ClusterSessionRepository.class)
				.hasFieldOrPropertyWithValue("defaultMaxInactiveInterval", Duration.ofMinutes(30)));
	}

	@Test
	void cleanupIsRefusedWithoutAnIndex() {
		this.sharing.withPropertyValues("spring.session.data.redis.cleanup-cron=0 * * * * *")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("cleanup-cron"));
	}

	@Test
	void applicationsSerializerAndIdsAreUsed() {
		RedisSerializer<Object> serializer = RedisSerializer.json();
		this.sharing.withBean("springSessionDefaultRedisSerializer", RedisSerializer.class, () -> serializer)
			.withBean(SessionIdGenerator.class, () -> () -> "42")
			.run((context) -> {
				ClusterSessionRepository repository = context.getBean(ClusterSessionRepository.class);
				assertThat(repository).extracting("values.serializer").isSameAs(serializer);
				assertThat(repository.createSession().getId()).isEqualTo("42");
			});
	}

	@Test
	void sessionIsAlwaysLookedAtWhereItsIdIsTheApplicationsBusiness() {
		this.sharing.withBean(CookieSerializer.class, DefaultCookieSerializer::new)
			.run((context) -> assertThat(context).getBean(FlashMapManager.class)
				.isInstanceOf(SessionFlashMapManager.class));
		this.sharing.withBean(HttpSessionIdResolver.class, HeaderHttpSessionIdResolver::xAuthToken)
			.run((context) -> assertThat(context).getBean(FlashMapManager.class)
				.isInstanceOf(SessionFlashMapManager.class));
	}

	@Test
	void applicationsFlashMapsWin() {
		FlashMapManager own = mock(FlashMapManager.class);
		this.sharing.withBean(DispatcherServlet.FLASH_MAP_MANAGER_BEAN_NAME, FlashMapManager.class, () -> own)
			.run((context) -> assertThat(context).getBean(FlashMapManager.class).isSameAs(own));
	}

	@Test
	void everyRequestUsesItsSessionWhereThatIsWanted() {
		this.sharing.withPropertyValues("cluster.session.lazy=false").run((context) -> {
			assertThat(context).hasSingleBean(ClusterSessionRepository.class)
				.doesNotHaveBean(HandledRequestEvents.class);
			assertThat(context).getBean(FlashMapManager.class).isInstanceOf(SessionFlashMapManager.class);
		});
	}

	@Test
	void eventsThatAreAskedForStay() {
		this.sharing.withPropertyValues("spring.mvc.publish-request-handled-events=true")
			.run((context) -> assertThat(context).doesNotHaveBean(HandledRequestEvents.class));
	}

	@Test
	void hintGoesWhereTheSessionsCookieGoes() {
		this.sharing
			.withPropertyValues("server.servlet.session.cookie.path=/shop", "server.servlet.session.cookie.secure=true",
					"server.servlet.session.cookie.domain=example.org", "server.servlet.session.cookie.name=ID",
					"server.servlet.session.cookie.max-age=1d")
			.withBean(DefaultCookieSerializerCustomizer.class, () -> (cookie) -> cookie.setSameSite("None"))
			.run((context) -> {
				FlashMap flashMap = new FlashMap();
				flashMap.put("message", "done");
				MockHttpServletResponse response = new MockHttpServletResponse();
				context.getBean(FlashMapManager.class)
					.saveOutputFlashMap(flashMap, new MockHttpServletRequest(), response);
				assertThat(response.getCookie(HintedFlashMaps.COOKIE)).returns("/shop", Cookie::getPath)
					.returns("example.org", Cookie::getDomain)
					.returns(true, Cookie::getSecure)
					.returns(180, Cookie::getMaxAge)
					.returns("None", (cookie) -> cookie.getAttribute("SameSite"));
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableRedisHttpSession
	static class Annotated {

	}

	@Configuration(proxyBeanMethods = false)
	static class SpringsCustomizer {

		@Bean
		SessionRepositoryCustomizer<RedisSessionRepository> customizer() {
			return (repository) -> repository.setRedisKeyNamespace("customized");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClustersCustomizer {

		@Bean
		SessionRepositoryCustomizer<ClusterSessionRepository> customizer() {
			return (repository) -> repository.setRedisKeyNamespace("customized");
		}

	}

}
