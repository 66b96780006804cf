// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Somebody at a terminal of this machine, or of another one: each request comes from a
 * process of its own.
 */
public final class Terminal {

	/**
	 * An HTTP client without any program: {@code host port request}.
	 */
	private static final String ASK = "exec 3<>\"/dev/tcp/$0/$1\" || exit 1; printf \"$2\" >&3; "
			+ "read -r version status rest <&3; echo \"$status\"";

	private final List<String> prefix;

	private Terminal(List<String> prefix) {
		this.prefix = prefix;
	}

	/**
	 * The terminal of the user who runs the tests and their clusters.
	 * @return the terminal
	 */
	public static Terminal ofThisUser() {
		return new Terminal(List.of());
	}

	/**
	 * The terminal of somebody else.
	 * @param prefix the command that makes this user somebody else
	 * @return the terminal
	 */
	public static Terminal by(String... prefix) {
		return new Terminal(List.of(prefix));
	}

	/**
	 * Send a request and wait for the status of its answer.
	 * @param method the method
	 * @param host the address of the server
	 * @param port its port
	 * @param path the path
	 * @param headers more headers, {@code Name: value}
	 * @return the status
	 */
	public int status(String method, String host, int port, String path, String... headers) {
		StringBuilder request = new StringBuilder();
		request.append("%s %s HTTP/1.1\\r\\nHost: localhost\\r\\n".formatted(method, path));
		Arrays.stream(headers).forEach((header) -> request.append(header).append("\\r\\n"));
		request.append("Content-Length: 0\\r\\nConnection: close\\r\\n\\r\\n");
		String answer = run("bash", "-c", ASK, host, Integer.toString(port), request.toString());
		return Integer.parseInt(answer.strip());
	}

	/**
	 * Run a command to its end.
	 * @param command the command
	 * @return its output
	 * @throws UncheckedIOException if it does not exist or fails
	 */
	public String run(String... command) {
		List<String> all = new ArrayList<>(this.prefix);
		all.addAll(List.of(command));
		try {
			Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IOException("%s failed: %s".formatted(all, output));
			}
			return output;
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
	 * Whether a command works here.
	 * @param command the command
	 * @return {@code false} if it does not exist or fails
	 */
	public boolean can(String... command) {
		try {
			run(command);
			return true;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

}
