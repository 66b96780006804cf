// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hears with {@code MONITOR} every command that a Redis gets, from whichever worker.
 */
public final class RedisMonitor implements AutoCloseable {

	/**
	 * Time, database and client, the command, its first key. What a script calls comes
	 * from a client named {@code lua} and costs no round trip.
	 */
	private static final Pattern COMMAND = Pattern.compile("\\+\\S+ \\[\\d+ (?!lua)\\S+] \"(\\w+)\"(.*)",
			Pattern.DOTALL);

	private final Connection monitor;

	private final Connection marker;

	private RedisMonitor(Connection monitor, Connection marker) {
		this.monitor = monitor;
		this.marker = marker;
	}

	/**
	 * Begin to listen.
	 * @param port the port of the Redis on this machine
	 * @param password its password
	 * @return the monitor
	 */
	public static RedisMonitor open(int port, String password) {
		try {
			Connection monitor = new Connection(port, password);
			Connection marker = new Connection(port, password);
			monitor.call("MONITOR");
			return new RedisMonitor(monitor, marker);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The commands about some keys while something is done.
	 * @param keys what the keys begin with
	 * @param action what is done
	 * @return the names of the commands
	 */
	public List<String> commands(String keys, Runnable action) {
		try {
			heardUntilNow();
			action.run();
			List<String> names = new ArrayList<>();
			for (String line : heardUntilNow()) {
				Matcher command = COMMAND.matcher(line);
				if (command.matches() && command.group(2).contains("\"" + keys)) {
					names.add(command.group(1).toUpperCase());
				}
			}
			return names;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> heardUntilNow() throws IOException {
		String mark = UUID.randomUUID().toString();
		this.marker.call("ECHO " + mark);
		// The bulk string that is the answer.
		this.marker.read();
		List<String> lines = new ArrayList<>();
		for (String line = this.monitor.read(); !line.contains(mark); line = this.monitor.read()) {
			lines.add(line);
		}
		return lines;
	}

	@Override
	public void close() {
		this.monitor.close();
		this.marker.close();
	}

	/**
	 * A connection that sends commands as lines.
	 */
	private static final class Connection implements AutoCloseable {

		private static final int TIMEOUT_MILLIS = 10_000;

		private final Socket socket;

		private final BufferedReader answers;

		Connection(int port, String password) throws IOException {
			this.socket = new Socket("127.0.0.1", port);
			this.socket.setSoTimeout(TIMEOUT_MILLIS);
			this.answers = new BufferedReader(
					new InputStreamReader(this.socket.getInputStream(), StandardCharsets.ISO_8859_1));
			call("AUTH " + password);
		}

		void call(String command) throws IOException {
			this.socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			String answer = read();
			if (answer.startsWith("-")) {
				throw new IOException(answer);
			}
		}

		String read() throws IOException {
			String line = this.answers.readLine();
			if (line == null) {
				throw new IOException("Redis closed the connection");
			}
			return line;
		}

		@Override
		public void close() {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
