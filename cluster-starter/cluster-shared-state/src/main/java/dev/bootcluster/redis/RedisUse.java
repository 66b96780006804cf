// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStringCommands.SetOption;
import org.springframework.data.redis.core.types.Expiration;

/**
 * What a Redis is used for.
 *
 * @param name of what lives there, for people
 * @param cost what trouble means for it, for people too
 * @param probe writes as this use does, to see in an outage whether that succeeds again:
 * a server that is full, or a replica, answers pings, and access may be limited to the
 * commands that are needed
 */
public record RedisUse(String name, String cost, Consumer<RedisConnection> probe) {

	private static final Duration KEPT = Duration.ofMinutes(1);

	private static final byte[] FIELD = { 'p' };

	/**
	 * A use that writes hashes.
	 * @param name of what lives there
	 * @param cost what trouble means for it
	 * @param key a key that it may write
	 * @return the use
	 */
	public static RedisUse ofHashes(String name, String cost, String key) {
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		return new RedisUse(name, cost, (connection) -> {
			connection.hashCommands().hMSet(bytes, Map.of(FIELD, FIELD));
			connection.keyCommands().pExpire(bytes, KEPT.toMillis());
		});
	}

	/**
	 * A use that writes plain values.
	 * @param name of what lives there
	 * @param cost what trouble means for it
	 * @param key a key that it may write
	 * @return the use
	 */
	public static RedisUse ofValues(String name, String cost, String key) {
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		return new RedisUse(name, cost, (connection) -> connection.stringCommands()
			.set(bytes, FIELD, Expiration.milliseconds(KEPT.toMillis()), SetOption.upsert()));
	}

}
