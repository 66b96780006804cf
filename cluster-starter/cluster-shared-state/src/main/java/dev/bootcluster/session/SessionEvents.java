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
 * Lets an application with session events start while Redis is down. While the
 * application starts, Spring Session's indexed repository configures Redis and subscribes
 * to it, and fails if Redis is down. This class does both as soon as Redis serves, and
 * configures it again after each outage: a restarted server may have lost the
 * configuration.
 * <p>
 * If Redis serves but refuses commands, the start fails as with Spring Session alone.
 * Without an indexed repository this class does nothing.
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
	 * Create a post-processor.
	 * @param redis the state of Redis, requested when the application starts
	 */
	SessionEvents(Supplier<RedisHealth> redis) {
		this.redis = redis;
	}

	/**
	 * Without a lock: it also sees request-scoped beans.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (name.equals(INITIALIZER) && bean instanceof InitializingBean found) {
			this.initializer = found;
			InitializingBean later = () -> logger.trace("Redis will be configured when it serves");
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
			logger.warn("No session events until Redis is available: "
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
				logger.debug("Still no session events: " + trouble.reason());
			}
			else if (this.waited) {
				this.waited = false;
				logger.info("Session events have started");
			}
		}
		catch (RuntimeException ex) {
			this.progress = Progress.REFUSED;
			logger.error("There are no session events: Redis refuses the commands they need. "
					+ "Correct its configuration, then restart the workers", ex);
		}
	}

	/**
	 * When it serves again, it may be another server.
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
	 * Configure Redis and subscribe, as far as not yet done.
	 * @return why that has to wait, {@code null} if it is done
	 * @throws RuntimeException if Redis refuses a command
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
				throw new IllegalStateException("Redis could not be configured for session events. Set "
						+ "notify-keyspace-events to Egx in its own configuration, and "
						+ "spring.session.data.redis.configure-action to none", ex);
			}
		}
		this.progress = Progress.CONFIGURED;
	}

	/**
	 * A container that fails to subscribe counts as running, so it is stopped.
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
			return new QueryTimeoutException("Redis did not confirm the subscription in time", failure);
		}
		return (failure.getCause() instanceof DataAccessException cause) ? cause : failure;
	}

	/**
	 * How far the configuration of Redis has come.
	 */
	private enum Progress {

		/**
		 * Redis has yet to be configured, or configured again.
		 */
		WAITING,

		/**
		 * Redis is configured and sends events.
		 */
		CONFIGURED,

		/**
		 * Redis refused, and is not asked again until after the next outage.
		 */
		REFUSED

	}

}
