// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import dev.bootcluster.ipc.Letter.Sender;
import dev.bootcluster.ipc.Link;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Broadcasts to the workers of all hosts through a Redis channel. A message to one worker
 * stays on its host, because slots are numbered per host.
 */
public final class RedisMessages implements ClusterMessages, MessageListener {

	private static final Log logger = LogFactory.getLog(RedisMessages.class);

	private static final JsonMapper ENVELOPES = JsonMapper.shared();

	private final HostMessages host;

	private final RedisConnectionFactory redis;

	private final byte[] channel;

	private final Sender self;

	/**
	 * @param host messages on this host
	 * @param redis connects to the Redis to publish to
	 * @param channel this application's channel
	 * @param link the link of this worker
	 */
	RedisMessages(HostMessages host, RedisConnectionFactory redis, String channel, Link link) {
		this.host = host;
		this.redis = redis;
		this.channel = channel.getBytes(StandardCharsets.UTF_8);
		this.self = new Sender(0, link.slot(), ProcessHandle.current().pid());
	}

	/**
	 * Completes with the number of workers connected to Redis at that moment.
	 */
	@Override
	public CompletableFuture<Integer> broadcast(Object payload) {
		Letter letter = new Letter(Kind.BROADCAST, 0, 0, 0, this.self, payload.getClass().getName(),
				this.host.format().write(payload));
		try (RedisConnection connection = this.redis.getConnection()) {
			Long receivers = connection.commands().publish(this.channel, ENVELOPES.writeValueAsBytes(letter));
			return CompletableFuture.completedFuture((receivers != null) ? receivers.intValue() : 0);
		}
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		try {
			this.host.heard(ENVELOPES.readValue(message.getBody(), Letter.class));
		}
		catch (JacksonException ex) {
			logger.warn("Dropped a message of %d bytes from Redis that is not in this application's format: %s"
				.formatted(message.getBody().length, ex.getOriginalMessage()));
		}
	}

	@Override
	public CompletableFuture<Void> send(int slot, Object payload) {
		return this.host.send(slot, payload);
	}

	@Override
	public <R> CompletableFuture<R> request(int slot, Object payload, Class<R> answer) {
		return this.host.request(slot, payload, answer);
	}

	@Override
	public <R> CompletableFuture<R> request(Object payload, Class<R> answer) {
		return this.host.request(payload, answer);
	}

}
