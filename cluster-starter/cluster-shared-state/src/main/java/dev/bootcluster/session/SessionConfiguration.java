// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisProperties;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.config.annotation.web.http.SpringHttpSessionConfiguration;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.HttpSessionIdResolver;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.FlashMapManager;

/**
 * The beans that keep sessions: the cluster's own repository, or Spring Session's if the
 * application wants what only that provides. The guard around either is in
 * {@link SessionGuardConfiguration}.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnClusterSessions.class)
public class SessionConfiguration {

	@Bean
	@ConfigurationProperties("cluster.session")
	SessionProperties clusterSessionProperties() {
		return new SessionProperties();
	}

	/**
	 * Sessions without index and events, Boot's default.
	 */
	@Order(1)
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "spring.session.data.redis.repository-type", havingValue = "default",
			matchIfMissing = true)
	@Conditional(OnUncustomizedRepository.class)
	@EnableConfigurationProperties(SessionDataRedisProperties.class)
	@Import(SessionLifetime.Beans.class)
	static class OwnRepository extends SpringHttpSessionConfiguration implements BeanClassLoaderAware {

		private ClassLoader classLoader = OwnRepository.class.getClassLoader();

		@Override
		public void setBeanClassLoader(ClassLoader classLoader) {
			this.classLoader = classLoader;
		}

		@Bean
		ClusterSessionRepository sessionRepository(
				@SpringSessionRedisConnectionFactory ObjectProvider<RedisConnectionFactory> sessionRedis,
				ObjectProvider<RedisConnectionFactory> redis,
				@Qualifier("springSessionDefaultRedisSerializer") ObjectProvider<RedisSerializer<Object>> serializer,
				ObjectProvider<SessionIdGenerator> idGenerator,
				ObjectProvider<SessionRepositoryCustomizer<ClusterSessionRepository>> customizers) {
			ClusterSessionRepository repository = new ClusterSessionRepository(
					sessionRedis.getIfAvailable(redis::getObject),
					serializer.getIfAvailable(() -> new JdkSerializationRedisSerializer(this.classLoader)));
			idGenerator.ifAvailable(repository::setSessionIdGenerator);
			customizers.orderedStream().forEach((customizer) -> customizer.customize(repository));
			return repository;
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SessionRepositoryCustomizer<ClusterSessionRepository> clusterSessionRepositoryCustomizer(
				SessionDataRedisProperties properties, SessionLifetime lifetime, SessionProperties own) {
			if (properties.getCleanupCron() != null) {
				throw new InvalidConfigurationPropertyValueException("spring.session.data.redis.cleanup-cron",
						properties.getCleanupCron(), "Cleanup is only supported when "
								+ "spring.session.data.redis.repository-type is set to indexed.");
			}
			return (repository) -> {
				PropertyMapper map = PropertyMapper.get();
				map.from(lifetime::timeout).to(repository::setDefaultMaxInactiveInterval);
				map.from(properties::getNamespace).to(repository::setRedisKeyNamespace);
				map.from(properties::getFlushMode).to(repository::setFlushMode);
				map.from(properties::getSaveMode).to(repository::setSaveMode);
				repository.setDetectsChanges(own.isDetectChanges());
			};
		}

		@Override
		@Bean
		public <S extends Session> SessionRepositoryFilter<? extends Session> springSessionRepositoryFilter(
				SessionRepository<S> repository) {
			return (repository instanceof ClusterSessionRepository sessions)
					? ClusterSessionFilter.of(sessions, super::springSessionRepositoryFilter)
					: super.springSessionRepositoryFilter(repository);
		}

	}

	/**
	 * For applications that want what only Spring Session's repositories provide.
	 */
	@Order(2)
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ClusterSessionRepository.class)
	static class SpringsRepository {

		private final LenientSessions lenient = new LenientSessions();

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SessionRepositoryCustomizer<RedisSessionRepository> clusterLenientSessions() {
			return this.lenient::customize;
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SessionRepositoryCustomizer<RedisIndexedSessionRepository> clusterLenientIndexedSessions() {
			return this.lenient::customize;
		}

	}

	/**
	 * Does not load the session in requests whose handlers do not use it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnBooleanProperty(name = "cluster.session.lazy", matchIfMissing = true)
	@EnableConfigurationProperties(ServerProperties.class)
	static class Lazy {

		/**
		 * Only with Boot's session cookie: the hint must be sent wherever that is.
		 */
		@Bean(DispatcherServlet.FLASH_MAP_MANAGER_BEAN_NAME)
		@ConditionalOnMissingBean(value = { HttpSessionIdResolver.class, CookieSerializer.class },
				name = DispatcherServlet.FLASH_MAP_MANAGER_BEAN_NAME)
		FlashMapManager flashMapManager(ServerProperties server,
				ObjectProvider<DefaultCookieSerializerCustomizer> customizers) {
			DefaultCookieSerializer cookie = asBootDoes(server.getServlet().getSession().getCookie());
			customizers.orderedStream().forEach((customizer) -> customizer.customize(cookie));
			return new HintedFlashMaps(cookie);
		}

		@Bean
		@ConditionalOnProperty(name = "spring.mvc.publish-request-handled-events", havingValue = "false",
				matchIfMissing = true)
		HandledRequestEvents clusterHandledRequestEvents() {
			return new HandledRequestEvents();
		}

		private static DefaultCookieSerializer asBootDoes(Cookie properties) {
			DefaultCookieSerializer cookie = new DefaultCookieSerializer();
			PropertyMapper map = PropertyMapper.get();
			map.from(properties::getDomain).to(cookie::setDomainName);
			map.from(properties::getPath).to(cookie::setCookiePath);
			map.from(properties::getHttpOnly).to(cookie::setUseHttpOnlyCookie);
			map.from(properties::getSecure).to(cookie::setUseSecureCookie);
			map.from(properties::getSameSite).to((sameSite) -> cookie.setSameSite(sameSite.attributeValue()));
			map.from(properties::getPartitioned).to(cookie::setPartitioned);
			return cookie;
		}

	}

}
