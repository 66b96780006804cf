// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.bootcluster.test.FreePorts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server as a user has one: not part of a cluster, on a port that stays the
 * same over all its restarts, with its data in an append-only file.
 */
public final class RedisServer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * Nodes talk to each other on a port that is higher by this (Redis Cluster
	 * specification).
	 */
	private static final int BUS_OFFSET = 10_000;

	private final Path directory;

	private final int port;

	private final List<String> command;

	private @Nullable Process process;

	private RedisServer(Path directory, int port, List<String> command) {
		this.directory = directory;
		this.port = port;
		this.command = command;
	}

	/**
	 * A server that is yet to start.
	 * @param directory an empty directory for its executable and its data
	 * @param options further options as in its configuration file
	 * @return the server
	 * @throws IOException if the directory cannot be used
	 */
	public static RedisServer in(Path directory, String... options) throws IOException {
		return on(FreePorts.one(), directory, options);
	}

	/**
	 * A node of a Redis Cluster that is yet to start.
	 * @param directory an empty directory for its executable and its data
	 * @param options further options as in its configuration file
	 * @return the server
	 * @throws IOException if the directory cannot be used
	 */
	static RedisServer node(Path directory, String... options) throws IOException {
		List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes"));
		all.addAll(List.of(options));
		return on(FreePorts.withOffsets(BUS_OFFSET), directory, all.toArray(String[]::new));
	}

	private static RedisServer on(int port, Path directory, String... options) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getPath());
		command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", ""));
		command.addAll(List.of("--appendonly", "yes", "--appendfsync", "no"));
		command.addAll(List.of(options));
		return new RedisServer(directory, port, command);
	}

	/**
	 * A sentinel that is yet to start.
	 * @param directory an empty directory
	 * @param configuration makes its configuration file from its port
	 * @return the sentinel
	 * @throws IOException if the directory cannot be used
	 */
	public static RedisServer sentinel(Path directory, Function<Integer, Path> configuration) throws IOException {
		int port = FreePorts.one();
		String executable = ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getPath();
		return new RedisServer(directory, port,
				List.of(executable, configuration.apply(port).toString(), "--sentinel"));
	}

	public int port() {
		return this.port;
	}

	public boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Start it unless it runs, and wait until it answers.
	 * @return this
	 */
	public RedisServer start() {
		if (!isRunning()) {
			try {
				this.process = new ProcessBuilder(this.command).directory(this.directory.toFile())
					.redirectErrorStream(true)
					.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("redis.log").toFile()))
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		Await.until("an answer of redis-server", PATIENCE, () -> {
			try {
				return "PONG".equals(call(RedisCommands::ping));
			}
			catch (RedisException ex) {
				return false;
			}
		});
		return this;
	}

	/**
	 * Kill it as the kernel's out-of-memory killer would.
	 */
	public void kill() {
		Process process = this.process;
		if (process != null) {
			process.destroyForcibly().onExit().join();
		}
	}

	/**
	 * Let it hang, or go on.
	 * @param name {@code STOP} or {@code CONT}
	 */
	public void signal(String name) {
		try {
			Process process = this.process;
			if (process == null
					|| new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor() != 0) {
				throw new IllegalStateException("kill -%s failed".formatted(name));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Call it over a connection of its own.
	 * @param <T> the type of the answer
	 * @param call what to ask
	 * @return the answer
	 */
	public <T> T call(Function<RedisCommands<String, String>, T> call) {
		RedisURI uri = RedisURI.builder().withHost("127.0.0.1").withPort(this.port).withTimeout(PATIENCE).build();
		RedisClient client = RedisClient.create(uri);
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			return call.apply(connection.sync());
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
	}

	@Override
	public void close() {
		kill();
	}

}
