// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Implements as much of Redis' protocol as the tests need.
 */
class RedisConnection implements AutoCloseable {

	private final Socket socket;

	private final BufferedReader answers;

	RedisConnection(Map<String, String> properties) throws IOException {
		this.socket = new Socket(properties.get("spring.data.redis.host"),
				Integer.parseInt(properties.get("spring.data.redis.port")));
		this.socket.setSoTimeout(5000);
		this.answers = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
	}

	static RedisConnection open(Map<String, String> properties) throws IOException {
		RedisConnection connection = new RedisConnection(properties);
		String answer = connection.call("AUTH " + properties.get("spring.data.redis.username") + " "
				+ properties.get("spring.data.redis.password"));
		if (!"OK".equals(answer)) {
			throw new IOException(answer);
		}
		return connection;
	}

	static String call(Map<String, String> properties, String command) throws IOException {
		try (RedisConnection connection = open(properties)) {
			return connection.call(command);
		}
	}

	String call(String command) throws IOException {
		this.socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
		return read();
	}

	private String read() throws IOException {
		String line = this.answers.readLine();
		if (line == null) {
			throw new IOException("connection closed");
		}
		String content = line.substring(1);
		return switch (line.charAt(0)) {
			case '$' -> content.equals("-1") ? "nil" : readText(Integer.parseInt(content));
			case '*' -> readArray(Integer.parseInt(content));
			default -> content;
		};
	}

	private String readText(int length) throws IOException {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.append((char) this.answers.read());
		}
		this.answers.readLine();
		return text.toString();
	}

	private String readArray(int size) throws IOException {
		List<String> elements = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			elements.add(read());
		}
		return String.join(" ", elements);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
