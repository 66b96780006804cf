// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bootcluster.ipc.RelayClient;
import dev.bootcluster.ipc.RelayExchange;
import dev.bootcluster.ipc.RelayHead;
import dev.bootcluster.ipc.RelayOrigin;
import dev.bootcluster.ipc.RelaySocket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks all other workers for their meters, at the same time.
 */
final class NeighbourMeters implements OtherMeters, AutoCloseable {

	private static final Log logger = LogFactory.getLog(NeighbourMeters.class);

	/**
	 * What a worker is asked for, followed by the name of a view.
	 */
	static final String PATH = "/meters/";

	/**
	 * As long as all workers together may take to answer.
	 */
	static final Duration LIMIT = Duration.ofSeconds(1);

	private static final long IDLE_SECONDS = 30;

	private final Path directory;

	private final long self;

	private final Duration limit;

	private final RelayClient client = new RelayClient("cluster-meters-client");

	private final ExecutorService threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (task) -> {
				Thread thread = new Thread(task, "cluster-meters");
				thread.setDaemon(true);
				return thread;
			});

	/**
	 * Create a party that asks.
	 * @param directory the cluster's directory
	 * @param self the process id of the one that asks, who is not asked
	 * @param limit how long all together may take to answer
	 */
	NeighbourMeters(Path directory, long self, Duration limit) {
		this.directory = directory;
		this.self = self;
		this.limit = limit;
	}

	@Override
	public Gathered gather(String source) throws IOException {
		long deadline = System.nanoTime() + this.limit.toNanos();
		Map<Question, Future<@Nullable Contribution>> questions = new LinkedHashMap<>();
		for (RelaySocket socket : RelaySocket.all(this.directory)) {
			if (socket.pid() != this.self) {
				Question question = new Question(socket, source);
				questions.put(question, this.threads.submit(question));
			}
		}
		List<Contribution> contributions = new ArrayList<>();
		List<Integer> silent = new ArrayList<>();
		questions.forEach((question, answer) -> {
			try {
				Contribution contribution = answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
				if (contribution != null) {
					contributions.add(contribution);
				}
			}
			catch (TimeoutException | ExecutionException ex) {
				RelaySocket socket = question.socket;
				logger.debug("No meters of slot %d (pid %d)".formatted(socket.slot(), socket.pid()), ex);
				if (socket.isAlive()) {
					silent.add(socket.slot());
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				silent.add(question.socket.slot());
			}
			finally {
				question.giveUp();
			}
		});
		return new Gathered(contributions, silent);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.client.close();
	}

	/**
	 * A question to one worker.
	 */
	private final class Question implements Callable<@Nullable Contribution> {

		private final RelaySocket socket;

		private final String source;

		private @Nullable RelayExchange exchange;

		private boolean over;

		Question(RelaySocket socket, String source) {
			this.socket = socket;
			this.source = source;
		}

		/**
		 * Return the answer, {@code null} if the worker does not have this view.
		 */
		@Override
		public @Nullable Contribution call() throws IOException {
			RelayHead head = new RelayHead("GET", PATH + this.source,
					List.of(Map.entry("Host", "cluster"), Map.entry(RelayOrigin.HEADER, RelayOrigin.WORKER)), 0);
			try (RelayExchange exchange = NeighbourMeters.this.client.send(this.socket, head)) {
				begun(exchange);
				RelayExchange.Answer answer = exchange.answer(null);
				return switch (answer.status()) {
					case 200 -> read(answer.body());
					case 404 -> null;
					default -> throw new IOException("its answer is " + answer.status());
				};
			}
		}

		private Contribution read(InputStream body) throws IOException {
			byte[] json = body.readNBytes(MetersJson.MAX_BYTES + 1);
			if (json.length > MetersJson.MAX_BYTES) {
				throw new IOException("its meters are longer than %d bytes".formatted(MetersJson.MAX_BYTES));
			}
			return MetersJson.read(json, Contribution.class);
		}

		private synchronized void begun(RelayExchange exchange) {
			this.exchange = exchange;
			if (this.over) {
				exchange.close();
			}
		}

		/**
		 * Ends the wait of the thread that asked.
		 */
		synchronized void giveUp() {
			this.over = true;
			if (this.exchange != null) {
				this.exchange.close();
			}
		}

	}

}
