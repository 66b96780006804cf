// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.bootcluster.test.Await;
import dev.bootcluster.test.FreePorts;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server, alone or as a Redis Cluster of one node, to which all of the
 * cluster's rules apply.
 */
final class TestRedis implements AutoCloseable {

	private static final int SLOTS = 16384;

	/**
	 * Nodes talk to each other on a port that is higher by this (Redis Cluster
	 * specification).
	 */
	private static final int BUS_OFFSET = 10_000;

	private final Process process;

	private final int port;

	private TestRedis(int port, Path directory, List<String> options) throws IOException {
		this.port = port;
		List<String> command = new ArrayList<>();
		command.add(ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getPath());
		command.addAll(List.of("--port", String.valueOf(this.port), "--bind", "127.0.0.1", "--save", ""));
		command.addAll(options);
		this.process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("redis.log").toFile())
			.start();
		Await.until("redis-server", () -> call("PING").equals("+PONG"));
	}

	static TestRedis start(Path directory) throws IOException {
		return start(directory, FreePorts.one());
	}

	static TestRedis start(Path directory, int port, String... options) throws IOException {
		return new TestRedis(port, directory, List.of(options));
	}

	static TestRedis startCluster(Path directory) throws IOException {
		TestRedis redis = new TestRedis(FreePorts.withOffsets(BUS_OFFSET), directory,
				List.of("--cluster-enabled", "yes"));
		// An inline command is limited to 64 KB.
		for (int first = 0; first < SLOTS; first += SLOTS / 4) {
			redis.call("CLUSTER ADDSLOTS " + IntStream.range(first, first + SLOTS / 4)
				.mapToObj(String::valueOf)
				.collect(Collectors.joining(" ")));
		}
		Await.until("a Redis Cluster", () -> redis.call("SET ready yes").equals("+OK"));
		redis.call("DEL ready");
		return redis;
	}

	int port() {
		return this.port;
	}

	/**
	 * Run a command.
	 * @param command the command
	 * @return the first line of the answer, including the character that tells its type
	 */
	String call(String command) {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
				.readLine();
		}
		catch (IOException ex) {
			if (!this.process.isAlive()) {
				throw new UncheckedIOException(ex);
			}
			return "-not yet";
		}
	}

	long number(String command) {
		return Long.parseLong(call(command).substring(1));
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
