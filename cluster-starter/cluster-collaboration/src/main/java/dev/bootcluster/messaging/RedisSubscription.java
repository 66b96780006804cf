// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Subscribes to a Redis channel once the application is ready, retrying while Redis is
 * unavailable.
 */
final class RedisSubscription implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(RedisSubscription.class);

	private static final long RETRY_MILLIS = 1000;

	private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

	private final String channel;

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile boolean ended;

	RedisSubscription(RedisConnectionFactory redis, MessageListener listener, String channel) {
		this.channel = channel;
		this.container.setConnectionFactory(redis);
		this.container.setRecoveryInterval(RETRY_MILLIS);
		// On one thread, in the order of arrival.
		this.container.setTaskExecutor(Runnable::run);
		this.container.addMessageListener(listener, ChannelTopic.of(channel));
		this.container.afterPropertiesSet();
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.started.compareAndSet(false, true)) {
			Thread thread = new Thread(this::subscribe, "cluster-subscribe");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void subscribe() {
		boolean reported = false;
		while (!this.ended) {
			try {
				this.container.start();
				return;
			}
			catch (DataAccessException ex) {
				if (!reported) {
					logger.warn("Messages from other hosts are not received until Redis answers; retrying: "
							+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
					reported = true;
				}
				this.container.stop();
			}
			pause();
		}
	}

	private synchronized void pause() {
		try {
			if (!this.ended) {
				wait(RETRY_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			this.ended = true;
		}
	}

	@Override
	public void destroy() throws Exception {
		synchronized (this) {
			this.ended = true;
			notifyAll();
		}
		this.container.destroy();
		logger.debug("Messages on %s are no longer received".formatted(this.channel));
	}

}
