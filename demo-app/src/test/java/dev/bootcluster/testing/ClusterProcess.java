// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo application as a real process, primary or standalone, with all that it starts.
 */
public final class ClusterProcess implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

	private static final Duration RELOAD_TIMEOUT = Duration.ofSeconds(180);

	private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

	/**
	 * A request that is held up ends because it is let go.
	 */
	private static final Duration HELD_TIMEOUT = Duration.ofMinutes(5);

	private static final JsonMapper JSON = new JsonMapper();

	private final Process process;

	private final ProcessTree tree;

	private final ProcessLog log;

	private final Token token;

	private final int managementPort;

	private final boolean leadsGroup;

	ClusterProcess(Process process, ProcessTree tree, ProcessLog log, int managementPort, boolean leadsGroup) {
		this.process = process;
		this.tree = tree;
		this.log = log;
		this.token = new Token(log);
		this.managementPort = managementPort;
		this.leadsGroup = leadsGroup;
		log.pump(process.getInputStream());
	}

	/**
	 * A process that is yet to start.
	 * @return a builder to say how
	 */
	public static ClusterProcessBuilder builder() {
		return new ClusterProcessBuilder();
	}

	/**
	 * Start a cluster and wait until it is ready.
	 * @param workers the number of workers
	 * @param args more arguments
	 * @return the running cluster
	 */
	public static ClusterProcess ofWorkers(int workers, String... args) {
		ClusterProcess cluster = builder().args("--cluster.workers=" + workers).args(args).start();
		try {
			return cluster.awaitReady(workers);
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	/**
	 * The port on which the application listens, once its log says so.
	 * @return the port
	 */
	public int port() {
		if (this.log.mark().isEmpty()) {
			await("the port in the log", START_TIMEOUT, () -> this.log.mark().isPresent() || failIfExited());
		}
		return Integer.parseInt(this.log.mark().orElseThrow().group(1));
	}

	/**
	 * The process that was started: the primary, unless the application runs standalone.
	 * @return its pid
	 */
	public long pid() {
		return this.process.pid();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Wait until exactly so many workers are ready.
	 * @param workers their number
	 * @return this
	 */
	public ClusterProcess awaitReady(int workers) {
		await("%d ready workers".formatted(workers), START_TIMEOUT, () -> {
			failIfExited();
			return workers().stream().filter(Worker::isReady).count() == workers;
		});
		return this;
	}

	/**
	 * Wait for anything else about this process; fails with the end of its log.
	 * @param description what is waited for
	 * @param timeout how long
	 * @param condition the condition
	 */
	public void await(String description, Duration timeout, Await.Condition condition) {
		Await.until(description, timeout, condition, this.log::tail);
	}

	/**
	 * What {@code GET /actuator/cluster} says.
	 * @return the whole answer
	 */
	public JsonNode cluster() {
		return json("/actuator/cluster");
	}

	public List<Worker> workers() {
		JsonNode workers = cluster().path("workers");
		return StreamSupport.stream(workers.spliterator(), false).map(Worker::of).toList();
	}

	/**
	 * The worker of a slot.
	 * @param slot the slot
	 * @return the worker
	 */
	public Worker worker(int slot) {
		List<Worker> workers = workers();
		return workers.stream()
			.filter((worker) -> worker.slot() == slot)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No slot %d in %s".formatted(slot, workers)));
	}

	public Response get(String path) {
		return send(Request.get(path));
	}

	public Response post(String path) {
		return send(Request.post(path));
	}

	public Response post(String path, String json) {
		return send(Request.post(path, "application/json", json.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Send one request on a connection of its own, without a retry. Paths under
	 * {@code /actuator} go to the management port, if there is one, with the cluster's
	 * token for its own.
	 * @param request the request
	 * @return the answer, whatever its status
	 */
	public Response send(Request request) {
		return send(request, REQUEST_TIMEOUT);
	}

	/**
	 * The file with the cluster's token, which the log names.
	 * @return the file
	 */
	public Path tokenFile() {
		port();
		return this.token.file().orElseThrow();
	}

	private Response send(Request request, Duration timeout) {
		int port = port();
		boolean management = this.managementPort > 0 && request.target().startsWith("/actuator");
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", management ? this.managementPort : port);
		try (HttpConnection connection = HttpConnection.open(address, timeout)) {
			return connection.exchange(this.token.addTo(request).with("Connection", "close"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s to %s".formatted(request, address), ex);
		}
	}

	/**
	 * Begin a request on a connection of its own.
	 * @param path the path
	 * @return its answer, or how it failed
	 */
	public CompletableFuture<Response> begin(String path) {
		CompletableFuture<Response> answer = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				answer.complete(send(Request.get(path), HELD_TIMEOUT));
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
		}, "request " + path);
		thread.setDaemon(true);
		thread.start();
		return answer;
	}

	/**
	 * A latch for requests to this cluster, unless it was started with a directory for
	 * temporary files of its own.
	 * @return the latch, which is closed
	 */
	public Latch latch() {
		return Latch.in(this.tree.temporary());
	}

	/**
	 * Ask for a reload.
	 * @return the answer: 202, or 409 if a reload runs
	 */
	public Response reload() {
		return post("/actuator/cluster/reload");
	}

	/**
	 * Wait until no reload runs.
	 * @return the last reload, whether it succeeded or failed
	 */
	public Reload awaitReload() {
		await("the end of the reload", RELOAD_TIMEOUT, () -> {
			failIfExited();
			return !lastReload().isRunning();
		});
		return lastReload();
	}

	public Reload lastReload() {
		return Reload.of(json("/actuator/cluster/reload"));
	}

	/**
	 * The JSON that {@code GET} answers.
	 * @param path the path
	 * @return the JSON
	 * @throws UncheckedIOException if the status is not 200
	 */
	public JsonNode json(String path) {
		Response response = get(path);
		if (response.status() != 200) {
			throw new UncheckedIOException(new IOException("GET %s: %s".formatted(path, response)));
		}
		try {
			return JSON.readTree(response.text());
		}
		catch (JacksonException ex) {
			throw new AssertionError("GET %s is no JSON: %s".formatted(path, response), ex);
		}
	}

	/**
	 * Kill a process of this cluster as the kernel's out-of-memory killer would.
	 * @param pid the process
	 */
	public void kill9(long pid) {
		kill("KILL", pid);
	}

	/**
	 * Send a signal to the process that was started.
	 * @param name its name without {@code SIG}
	 */
	public void signal(String name) {
		kill(name, pid());
	}

	/**
	 * Send a signal to a process of this cluster. After {@code STOP} all of its threads
	 * stand still: on a busy machine that takes them a while.
	 * @param name its name without {@code SIG}
	 * @param pid the process
	 */
	public void kill(String name, long pid) {
		if (pid != pid() && descendants().stream().noneMatch((process) -> process.pid() == pid)) {
			throw new IllegalArgumentException("Process %d is not part of this cluster".formatted(pid));
		}
		Signals.send(name, Long.toString(pid));
		if (name.equals("STOP")) {
			await("process %d to stand still".formatted(pid), START_TIMEOUT, () -> Signals.isStopped(pid));
		}
	}

	/**
	 * Send a signal to all processes of this cluster at once, as Ctrl-C on a terminal or
	 * a service manager does.
	 * @param name its name without {@code SIG}
	 */
	public void signalGroup(String name) {
		if (!this.leadsGroup) {
			throw new IllegalStateException("The cluster has no process group of its own");
		}
		Signals.send(name, "-" + pid());
	}

	/**
	 * Wait until the process that was started is gone.
	 * @return its exit code
	 */
	public int awaitExit() {
		return awaitExit(EXIT_TIMEOUT);
	}

	public int awaitExit(Duration timeout) {
		await("exit of process %d".formatted(pid()), timeout, () -> this.process.waitFor(100, TimeUnit.MILLISECONDS));
		return this.process.exitValue();
	}

	/**
	 * All living processes that this one has started, directly or not, also those that
	 * outlived it.
	 * @return their handles
	 */
	public List<ProcessHandle> descendants() {
		return this.tree.descendants();
	}

	/**
	 * Wait until nothing that this process started is left.
	 */
	public void awaitNoDescendants() {
		await("the end of all descendants", EXIT_TIMEOUT, () -> descendants().isEmpty());
	}

	/**
	 * The last twenty thousand lines of the log; of a shared cluster those that have come
	 * since the test began.
	 * @return the lines
	 */
	public List<String> log() {
		return this.log.lines();
	}

	/**
	 * The last twenty thousand lines, also those before the test.
	 * @return the lines
	 */
	public List<String> wholeLog() {
		return this.log.allLines();
	}

	void beginLog() {
		this.log.begin();
	}

	/**
	 * Wait for a line in the log, which may be there already.
	 * @param regex what to find in the line
	 * @return the first such line
	 */
	public String awaitLog(String regex) {
		Pattern pattern = Pattern.compile(regex);
		await("'%s' in the log".formatted(regex), START_TIMEOUT, () -> find(pattern) != null || failIfExited());
		return String.valueOf(find(pattern));
	}

	private @Nullable String find(Pattern pattern) {
		return log().stream().filter((line) -> pattern.matcher(line).find()).findFirst().orElse(null);
	}

	private boolean failIfExited() {
		if (!isAlive()) {
			throw new AssertionError(
					"Process %d exited with %d%n%s".formatted(pid(), this.process.exitValue(), this.log.tail()));
		}
		return false;
	}

	@Override
	public void close() {
		this.tree.kill();
	}

}
