// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * Settings for the server's configuration file and for the workers' properties.
 *
 * @param port the port on the loopback interface
 * @param password the password, never logged
 * @param maxMemory the maximum size of the data, in Redis' notation
 */
record RedisSettings(int port, String password, String maxMemory) {

	static final String HOST = "127.0.0.1";

	static final String MAX_MEMORY_PROPERTY = "cluster.embedded-redis.max-memory";

	private static final String DEFAULT_MAX_MEMORY = "256mb";

	private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,11}([kmg]b?)?", Pattern.CASE_INSENSITIVE);

	private static final int PASSWORD_BYTES = 32;

	RedisSettings {
		Assert.isTrue(MEMORY.matcher(maxMemory).matches(),
				() -> "'%s' is not an amount of memory (%s); use a value such as 256mb".formatted(maxMemory,
						MAX_MEMORY_PROPERTY));
	}

	static RedisSettings forPort(int port) {
		byte[] password = new byte[PASSWORD_BYTES];
		new SecureRandom().nextBytes(password);
		return new RedisSettings(port, HexFormat.of().formatHex(password),
				System.getProperty(MAX_MEMORY_PROPERTY, DEFAULT_MAX_MEMORY));
	}

	/**
	 * The append-only file has to survive the server, not the machine: the server passes
	 * each write to the kernel before it answers, so no fsync is needed. Keyspace events
	 * are on for indexed sessions, which enable them only once and not after a restart of
	 * the server.
	 * @param version what will read it: since Redis 7 a server must be allowed to take
	 * orders to keep its data elsewhere, as it needs to when its directory was deleted
	 * @return the content of the configuration file
	 */
	String toConfiguration(RedisVersion version) {
		return (version.major() < 7) ? configuration() : configuration() + "enable-protected-configs local\n";
	}

	private String configuration() {
		return """
				bind %s
				port %d
				protected-mode yes
				requirepass %s
				daemonize no
				supervised no
				pidfile %s
				logfile ""
				save ""
				appendonly yes
				appendfsync no
				maxmemory %s
				maxmemory-policy noeviction
				notify-keyspace-events Egx
				""".formatted(HOST, this.port, this.password, RunDirectory.PID_FILE, this.maxMemory);
	}

	/**
	 * Also sets the user name and TLS, or the application's settings for them would be
	 * used.
	 * @return the properties for the workers
	 */
	Map<String, String> toProperties() {
		return Map.of("spring.data.redis.host", HOST, "spring.data.redis.port", String.valueOf(this.port),
				"spring.data.redis.username", "default", "spring.data.redis.password", this.password,
				"spring.data.redis.ssl.enabled", "false");
	}

	@Override
	public String toString() {
		return HOST + ":" + this.port;
	}

}
