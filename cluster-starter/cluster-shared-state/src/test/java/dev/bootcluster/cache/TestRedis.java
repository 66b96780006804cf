// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import redis.embedded.RedisServer;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.types.RedisClientInfo;
import org.springframework.data.redis.core.types.RedisClientInfo.INFO;

/**
 * A real redis-server for tests that can be stopped, restarted, and made slow or full.
 */
final class TestRedis implements AutoCloseable {

	/**
	 * Longer than a command takes on a busy machine.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final int port;

	private final List<LettuceConnectionFactory> factories = new ArrayList<>();

	private RedisServer server;

	private final LettuceConnectionFactory admin;

	private final Duration timeout;

	TestRedis() {
		this(PATIENCE);
	}

	/**
	 * Start a server.
	 * @param timeout the command timeout of workers
	 */
	TestRedis(Duration timeout) {
		this.timeout = timeout;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = free.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start();
		this.admin = connections(PATIENCE);
	}

	void start() {
		try {
			this.server = RedisServer.newRedisServer()
				.port(this.port)
				.bind("127.0.0.1")
				.setting("save \"\"")
				.setting("daemonize no")
				.build();
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void stop() {
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The connections of another worker.
	 */
	LettuceConnectionFactory connections() {
		return connections(this.timeout);
	}

	private LettuceConnectionFactory connections(Duration timeout) {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.commandTimeout(timeout)
			.shutdownTimeout(Duration.ZERO)
			.clientOptions(ClientOptions.builder()
				.socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
				.timeoutOptions(TimeoutOptions.enabled())
				.build())
			.build();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.port), client);
		factory.afterPropertiesSet();
		factory.start();
		this.factories.add(factory);
		return factory;
	}

	void clear() {
		execute("CONFIG", "SET", "maxmemory", "0");
		execute("FLUSHALL");
	}

	void full() {
		execute("CONFIG", "SET", "maxmemory", "1");
	}

	void roomAgain() {
		execute("CONFIG", "SET", "maxmemory", "0");
	}

	/**
	 * Stop answering for a while.
	 */
	void pause(Duration duration) {
		execute("CLIENT", "PAUSE", Long.toString(duration.toMillis()));
	}

	/**
	 * Cut off all subscriptions; their clients reconnect.
	 */
	void killSubscriptions() {
		ask((connection) -> {
			for (RedisClientInfo client : connection.serverCommands().getClientList()) {
				if (client.get(INFO.FLAGS).contains("P")) {
					String[] address = client.getAddressPort().split(":");
					connection.serverCommands().killClient(address[0], Integer.parseInt(address[1]));
				}
			}
			return null;
		});
	}

	/**
	 * How often a command has been executed.
	 */
	long executed(String command) {
		Properties stats = ask((connection) -> connection.serverCommands().info("commandstats"));
		String line = stats.getProperty("cmdstat_" + command, "calls=0,");
		return Long.parseLong(line.substring("calls=".length(), line.indexOf(',')));
	}

	byte[] get(String key) {
		return ask((connection) -> connection.stringCommands().get(bytes(key)));
	}

	void set(String key, byte[] value) {
		ask((connection) -> connection.stringCommands().set(bytes(key), value));
	}

	private void execute(String command, String... args) {
		byte[][] arguments = new byte[args.length][];
		for (int i = 0; i < args.length; i++) {
			arguments[i] = bytes(args[i]);
		}
		ask((connection) -> connection.execute(command, arguments));
	}

	<T> T ask(Function<RedisConnection, T> question) {
		try (RedisConnection connection = this.admin.getConnection()) {
			return question.apply(connection);
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.factories.forEach(LettuceConnectionFactory::destroy);
		stop();
	}

}
