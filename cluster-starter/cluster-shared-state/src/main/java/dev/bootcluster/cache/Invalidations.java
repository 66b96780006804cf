// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import dev.bootcluster.redis.RedisTrouble;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Tells other workers what this one changes, and keeps a {@link NearLayer} up to date
 * with their changes. A subscription can be lost silently, so this worker also sends
 * beats to itself: if it has not heard one for a while, it uses nothing it keeps until it
 * hears one again. If a lost subscription is restored sooner, changes may still have been
 * missed, so everything is dropped.
 */
final class Invalidations implements MessageListener, SubscriptionListener {

	private static final Log logger = LogFactory.getLog(Invalidations.class);

	private static final String CHANNEL = "cluster:cache:invalidations";

	private static final byte[] CHANNEL_BYTES = CHANNEL.getBytes(StandardCharsets.UTF_8);

	private static final long SILENCE = Duration.ofSeconds(3).toNanos();

	private final UUID origin = UUID.randomUUID();

	private final String ownChannel = CHANNEL + ':' + this.origin;

	private final AtomicLong beats = new AtomicLong();

	private final RedisConnectionFactory redis;

	private final NearLayer near;

	private volatile long deafSince;

	private volatile long heard;

	private @Nullable RedisMessageListenerContainer subscription;

	private boolean closed;

	Invalidations(RedisConnectionFactory redis, NearLayer near) {
		this.redis = redis;
		this.near = near;
	}

	/**
	 * Tell the other workers of a change.
	 */
	void publish(Invalidation.Kind kind, String cache, byte[] key) {
		send(CHANNEL_BYTES, new Invalidation(this.origin, kind, cache, key).encode());
	}

	/**
	 * Send a beat, as the ping of a probe. If this user may not publish, send a ping: a
	 * failed beat says nothing about commands, and one that goes unheard has done its
	 * job.
	 */
	void beat(RedisConnection connection) {
		try {
			connection.publish(bytes(this.ownChannel), bytes(Long.toString(this.beats.incrementAndGet())));
		}
		catch (RuntimeException ex) {
			if (RedisTrouble.of(ex) != null) {
				throw ex;
			}
			logger.debug("Beat of the subscription to other workers' changes failed", ex);
			connection.ping();
		}
	}

	/**
	 * Check the subscription, and send a beat if it is a new one. Called after each
	 * answered probe.
	 * @throws RuntimeException if Redis does not answer
	 */
	synchronized void check() {
		if (this.closed) {
			return;
		}
		RedisMessageListenerContainer subscription = this.subscription;
		if (subscription != null && System.nanoTime() - this.heard > SILENCE) {
			deaf();
			this.subscription = null;
			close(subscription);
			subscription = null;
		}
		if (subscription == null) {
			this.subscription = subscribe();
			try (RedisConnection connection = this.redis.getConnection()) {
				beat(connection);
			}
		}
	}

	/**
	 * Changes may go unheard: keep nothing until the next beat arrives.
	 */
	void deaf() {
		this.deafSince = this.beats.get();
		this.near.deaf();
	}

	synchronized void open() {
		this.closed = false;
	}

	/**
	 * End the subscription; called before the connections are closed.
	 */
	synchronized void close() {
		this.closed = true;
		deaf();
		RedisMessageListenerContainer subscription = this.subscription;
		this.subscription = null;
		if (subscription != null) {
			close(subscription);
		}
	}

	private RedisMessageListenerContainer subscribe() {
		RedisMessageListenerContainer container = new RedisMessageListenerContainer();
		container.setConnectionFactory(this.redis);
		// In order and without a thread each: a message takes microseconds.
		container.setTaskExecutor(Runnable::run);
		container.setSubscriptionExecutor(new SimpleAsyncTaskExecutor("cluster-cache-"));
		container.addMessageListener(this, List.of(ChannelTopic.of(CHANNEL), ChannelTopic.of(this.ownChannel)));
		container.afterPropertiesSet();
		try {
			container.start();
		}
		catch (RuntimeException ex) {
			close(container);
			throw ex;
		}
		this.heard = System.nanoTime();
		return container;
	}

	private static void close(RedisMessageListenerContainer container) {
		try {
			container.destroy();
		}
		catch (Exception ex) {
			logger.debug("Could not close the lost subscription; it is abandoned", ex);
		}
	}

	private void send(byte[] channel, byte[] message) {
		try (RedisConnection connection = this.redis.getConnection()) {
			connection.publish(channel, message);
		}
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		if (Arrays.equals(message.getChannel(), CHANNEL_BYTES)) {
			changed(message.getBody());
		}
		else if (Long.parseLong(new String(message.getBody(), StandardCharsets.UTF_8)) > this.deafSince) {
			this.heard = System.nanoTime();
			this.near.listening();
		}
	}

	private void changed(byte[] message) {
		try {
			Invalidation change = Invalidation.decode(message);
			if (change.origin().equals(this.origin)) {
				return;
			}
			switch (change.kind()) {
				case KEY -> this.near.evict(change.key());
				case PATTERN -> this.near.clear(change.cache(), change.key());
			}
		}
		catch (IOException ex) {
			logger.debug("Unknown message from another generation; dropped all kept values", ex);
			this.near.clear();
		}
	}

	/**
	 * Also called when the driver has resubscribed by itself.
	 */
	@Override
	public void onChannelSubscribed(byte[] channel, long count) {
		this.near.clear();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
