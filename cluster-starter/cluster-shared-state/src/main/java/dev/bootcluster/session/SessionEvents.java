// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisTrouble;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Lets an application whose sessions have events start while Redis is down. Spring
 * Session's indexed repository has Redis configured and subscribes to it while the
 * application starts, and fails without; this has both done as soon as Redis serves, and
 * the first again after an outage: a server that was restarted may have forgotten it.
 * <p>
 * What Redis refuses while it serves fails the start as it does with Spring Session
 * alone. Without an indexed repository there is nothing to do.
 */
final class SessionEvents implements BeanPostProcessor, SmartLifecycle, RedisHealth.Listener {

	private static final Log logger = LogFactory.getLog(SessionEvents.class);

	private static final String INITIALIZER = "enableRedisKeyspaceNotificationsInitializer";

	private static final String CONTAINER = "springSessionRedisMessageListenerContainer";

	private final Supplier<RedisHealth> redis;

	private volatile @Nullable InitializingBean initializer;

	private volatile @Nullable RedisMessageListenerContainer container;

	private volatile boolean running;

	private Progress progress = Progress.WAITING;

	private boolean waited;

	/**
	 * Create a post processor.
	 * @param redis says when Redis serves, wanted when the application starts
	 */
	SessionEvents(Supplier<RedisHealth> redis) {
		this.redis = redis;
	}

	/**
	 * Without a lock: it sees the beans of requests too.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (name.equals(INITIALIZER) && bean instanceof InitializingBean found) {
			this.initializer = found;
			InitializingBean later = () -> logger.trace("Redis is configured when it serves");
			return later;
		}
		if (name.equals(CONTAINER) && bean instanceof RedisMessageListenerContainer found) {
			this.container = found;
			found.setAutoStartup(false);
		}
		return bean;
	}

	@Override
	public synchronized void start() {
		this.running = true;
		if (!hasEvents()) {
			return;
		}
		RedisHealth redis = this.redis.get();
		redis.addListener(this);
		RedisTrouble trouble = redis.isServing() ? begin() : null;
		if (!isBegun()) {
			this.waited = true;
			logger.warn("Session events start once Redis is available: "
					+ ((trouble != null) ? trouble.reason() : redis.info().reason()));
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public synchronized void redisAnswers() {
		if (!this.running || isBegun() || this.progress == Progress.REFUSED || !this.redis.get().isServing()) {
			return;
		}
		try {
			RedisTrouble trouble = begin();
			if (trouble != null) {
				logger.debug("Session events still wait: " + trouble.reason());
			}
			else if (this.waited) {
				this.waited = false;
				logger.info("Session events have started");
			}
		}
		catch (RuntimeException ex) {
			this.progress = Progress.REFUSED;
			logger.error("There are no session events: Redis refused to set them up", ex);
		}
	}

	/**
	 * It may be another one when it serves again.
	 */
	@Override
	public synchronized void redisFails(RedisTrouble trouble) {
		this.progress = Progress.WAITING;
	}

	private boolean hasEvents() {
		return this.initializer != null || this.container != null;
	}

	private boolean isBegun() {
		RedisMessageListenerContainer container = this.container;
		return this.progress == Progress.CONFIGURED && (container == null || container.isRunning());
	}

	/**
	 * Do what is left to do.
	 * @return why it has to wait, {@code null} if it has not
	 * @throws RuntimeException if Redis refuses
	 */
	private @Nullable RedisTrouble begin() {
		try {
			configure();
			subscribe();
			return null;
		}
		catch (RuntimeException ex) {
			RedisTrouble trouble = passing(ex);
			if (trouble == null) {
				throw ex;
			}
			return trouble;
		}
	}

	private static @Nullable RedisTrouble passing(RuntimeException failure) {
		RedisTrouble trouble = RedisTrouble.of(failure);
		return (trouble != null && trouble.kind() != RedisTrouble.Kind.REFUSING) ? trouble : null;
	}

	private void configure() {
		InitializingBean initializer = this.initializer;
		if (initializer != null && this.progress != Progress.CONFIGURED) {
			try {
				initializer.afterPropertiesSet();
			}
			catch (Exception ex) {
				if (ex instanceof RuntimeException failure && passing(failure) != null) {
					throw failure;
				}
				throw new IllegalStateException("Redis refused to be configured for session events: set its "
						+ "notify-keyspace-events to Egx and spring.session.data.redis.configure-action to none", ex);
			}
		}
		this.progress = Progress.CONFIGURED;
	}

	/**
	 * A container that could not subscribe counts as running.
	 */
	private void subscribe() {
		RedisMessageListenerContainer container = this.container;
		if (container == null || container.isRunning()) {
			return;
		}
		try {
			container.start();
		}
		catch (RuntimeException ex) {
			container.stop();
			throw reason(ex);
		}
	}

	private static RuntimeException reason(RuntimeException failure) {
		if (failure.getCause() instanceof TimeoutException) {
			return new QueryTimeoutException("Subscribing took too long", failure);
		}
		return (failure.getCause() instanceof DataAccessException cause) ? cause : failure;
	}

	/**
	 * How far Redis is, as far as is known.
	 */
	private enum Progress {

		/**
		 * It has to be configured, perhaps again.
		 */
		WAITING,

		/**
		 * It sends events.
		 */
		CONFIGURED,

		/**
		 * It will not do what is asked, so it is not asked again.
		 */
		REFUSED

	}

}
