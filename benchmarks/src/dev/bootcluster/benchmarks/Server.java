// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that answers HTTP on a port of this machine.
 *
 * @param name the name of its output
 * @param process the process
 * @param port the port
 * @param children where the output is
 */
record Server(String name, Process process, int port, Children children) {

	private static final Pattern TOKEN = Pattern.compile("Cluster is listening on port .* access token in (\\S+)");

	private static final int PATIENCE_SECONDS = 300;

	private static final int INTERVAL_MILLIS = 10;

	/**
	 * Seldom, so that looking is no load.
	 */
	private static final int RELOAD_INTERVAL_MILLIS = 100;

	private static final int REQUEST_MILLIS = 30_000;

	/**
	 * Poll until the answer is the expected one.
	 * @param path what to get
	 * @param expected says so of a body
	 */
	void await(String path, Predicate<String> expected) throws IOException, InterruptedException {
		long start = System.nanoTime();
		Object last = "nothing";
		while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
			if (!this.process.isAlive()) {
				throw new UserException("%s exited with %d%n%s".formatted(this.name, this.process.exitValue(),
						this.children.tail(this.name)));
			}
			try {
				String body = get(path);
				if (expected.test(body)) {
					return;
				}
				last = body;
			}
			catch (IOException ex) {
				last = ex;
			}
			TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
		}
		throw new UserException("%s does not get ready, GET %s: %s%n%s".formatted(this.name, path, last,
				this.children.tail(this.name)));
	}

	String get(String path) throws IOException {
		return send("GET", path, "");
	}

	String post(String path) throws IOException {
		return post(path, "");
	}

	/**
	 * @param json what to send, nothing if empty
	 */
	String post(String path, String json) throws IOException {
		return send("POST", path, json);
	}

	/**
	 * Reload a cluster and wait for the verdict.
	 * @throws UserException if the reload fails
	 */
	void reload() throws IOException, InterruptedException {
		post("/actuator/cluster/reload");
		String state;
		do {
			TimeUnit.MILLISECONDS.sleep(RELOAD_INTERVAL_MILLIS);
			state = get("/actuator/cluster/reload");
		}
		while (state.contains("\"RUNNING\""));
		if (!state.contains("\"SUCCEEDED\"")) {
			throw new UserException("%s: the reload failed: %s%n%s".formatted(this.name, state,
					this.children.tail(this.name)));
		}
	}

	/**
	 * Wait until a cluster has trained the archive of its classes.
	 * @throws UserException if it has none
	 */
	void awaitArchive() throws IOException, InterruptedException {
		long start = System.nanoTime();
		while (!logged("their classes are archived")) {
			if (logged("There is no class archive for generation")
					|| System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
				throw new UserException("%s has no class archive%n%s".formatted(this.name,
						this.children.tail(this.name)));
			}
			TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
		}
	}

	private boolean logged(String text) throws IOException {
		return Files.readString(this.children.output(this.name)).contains(text);
	}

	void stop() throws InterruptedException {
		this.children.stop(this.process);
	}

	private String send(String method, String path, String json) throws IOException {
		URL url = new URL("http", "127.0.0.1", this.port, path);
		HttpURLConnection connection = (HttpURLConnection) url.openConnection();
		connection.setRequestMethod(method);
		connection.setReadTimeout(REQUEST_MILLIS);
		connection.setRequestProperty("Connection", "close");
		if (path.startsWith("/actuator/cluster")) {
			authorize(connection);
		}
		if (!json.isEmpty()) {
			connection.setRequestProperty("Content-Type", "application/json");
			connection.setDoOutput(true);
			connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
		}
		try (InputStream body = connection.getInputStream()) {
			return new String(body.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * A program with as many connections as this one needs the cluster's token.
	 */
	private void authorize(HttpURLConnection connection) throws IOException {
		Matcher file = TOKEN.matcher(Files.readString(this.children.output(this.name)));
		if (file.find()) {
			connection.setRequestProperty("Authorization",
					"Bearer " + Files.readString(Path.of(file.group(1))).strip());
		}
	}

}
