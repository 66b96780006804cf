// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that send requests at fixed times, whether or not those before are answered:
 * what is sent late because all of them wait has waited since it was due. Each client
 * keeps a connection and takes the next request of all.
 */
final class PacedLoad {

	private final ReloadOptions options;

	private final InetSocketAddress server;

	private final byte[] keepAlive;

	private final byte[] close;

	/**
	 * Nanoseconds from one request to the next, 0 for no schedule.
	 */
	private final double interval;

	private final AtomicLong turns = new AtomicLong();

	private final long start = System.nanoTime();

	private final ExecutorService threads;

	private final List<Future<List<Sample>>> clients = new ArrayList<>();

	private volatile boolean stopping;

	private PacedLoad(ReloadOptions options, int port, double rate) {
		this.options = options;
		this.server = new InetSocketAddress("127.0.0.1", port);
		this.keepAlive = request("");
		this.close = request("Connection: close\r\n");
		this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
		this.threads = Executors.newFixedThreadPool(options.connections, (task) -> {
			Thread thread = new Thread(task, "client");
			thread.setDaemon(true);
			return thread;
		});
		Callable<List<Sample>> client = this::client;
		for (int i = 0; i < options.connections; i++) {
			this.clients.add(this.threads.submit(client));
		}
	}

	/**
	 * Start to send.
	 * @param port where
	 * @param rate requests per second of all clients together
	 * @return the running load
	 */
	static PacedLoad atRate(ReloadOptions options, int port, double rate) {
		return new PacedLoad(options, port, rate);
	}

	/**
	 * Send for some time, each client its next request when it has the answer to the one
	 * before.
	 * @return answers per second
	 */
	static double most(ReloadOptions options, int port, int seconds) throws InterruptedException {
		PacedLoad load = new PacedLoad(options, port, Double.POSITIVE_INFINITY);
		TimeUnit.SECONDS.sleep(seconds);
		long answers = load.stop().stream().filter((sample) -> sample.outcome() == Outcome.ANSWERED).count();
		return (double) answers / seconds;
	}

	private byte[] request(String header) {
		return "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n"
			.formatted(this.options.path, this.server.getPort(), header)
			.getBytes(StandardCharsets.US_ASCII);
	}

	private List<Sample> client() {
		List<Sample> samples = new ArrayList<>();
		try (KeptConnection kept = connection()) {
			while (true) {
				long turn = this.turns.getAndIncrement();
				long due = (this.interval > 0) ? this.start + (long) (turn * this.interval) : System.nanoTime();
				await(due);
				if (this.stopping) {
					return samples;
				}
				Outcome outcome = (turn % this.options.newOneOf == 0) ? exchangeOnNew() : kept.exchange(this.keepAlive);
				samples.add(new Sample(due, System.nanoTime() - due, outcome));
			}
		}
	}

	private KeptConnection connection() {
		return new KeptConnection(this.server, (int) TimeUnit.SECONDS.toMillis(this.options.timeout));
	}

	private Outcome exchangeOnNew() {
		try (KeptConnection own = connection()) {
			return own.exchange(this.close);
		}
	}

	private void await(long due) {
		for (long left = due - System.nanoTime(); left > 0 && !this.stopping; left = due - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/**
	 * Finish what is under way.
	 * @return all requests since the start
	 */
	List<Sample> stop() throws InterruptedException {
		this.stopping = true;
		this.threads.shutdown();
		List<Sample> samples = new ArrayList<>();
		for (Future<List<Sample>> client : this.clients) {
			try {
				samples.addAll(client.get());
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof UserException known) ? known : new IllegalStateException(ex.getCause());
			}
		}
		return samples;
	}

}
