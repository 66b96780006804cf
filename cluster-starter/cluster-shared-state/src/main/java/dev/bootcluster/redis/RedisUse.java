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
 * One use of a Redis.
 *
 * @param name what is kept there, for people
 * @param cost what trouble means for it, for people
 * @param probe sends the commands that this use needs, to see during an outage whether
 * they succeed again. A ping does not show that: a full server and a replica still answer
 * it
 */
public record RedisUse(String name, String cost, Consumer<RedisConnection> probe) {

	private static final Duration KEPT = Duration.ofMinutes(1);

	private static final byte[] FIELD = { 'p' };

	/**
	 * Create a use that writes hashes.
	 * @param name what is kept there
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
	 * Create a use that writes plain values.
	 * @param name what is kept there
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
