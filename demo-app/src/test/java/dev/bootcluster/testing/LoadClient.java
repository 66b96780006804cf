// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Many HTTP clients that ask a server without a pause, never retry, and count every way
 * in which a request can fail apart.
 */
public final class LoadClient implements AutoCloseable {

	private final LoadRecorder recorder = new LoadRecorder();

	private final List<ClientThread> threads = new ArrayList<>();

	private final CountDownLatch starter = new CountDownLatch(1);

	private final AtomicLong turns;

	private final Duration timeout;

	private volatile boolean stopping;

	private LoadClient(Builder builder) {
		this.turns = new AtomicLong(builder.requests);
		this.timeout = builder.timeout;
		List<Workload> workloads = builder.workloads.isEmpty() ? List.of(Workload.hello()) : builder.workloads;
		for (int i = 0; i < builder.keepAlive + builder.newConnections; i++) {
			boolean keepAlive = i < builder.keepAlive;
			Workload workload = workloads.get((keepAlive ? i : i - builder.keepAlive) % workloads.size()).forClient();
			HttpClient client = new HttpClient(builder.address, builder.timeout, keepAlive, workload, this.recorder);
			this.threads.add(new ClientThread(this, client, i, builder.thinkTime));
		}
		this.threads.forEach(Thread::start);
		this.starter.countDown();
	}

	/**
	 * A load on a port of this machine.
	 * @param port the port
	 * @return a builder to say what load
	 */
	public static Builder on(int port) {
		return new Builder(new InetSocketAddress("127.0.0.1", port));
	}

	/**
	 * Wait until so many requests have ended since the start.
	 * @param count their number
	 */
	public void awaitRequests(long count) {
		Await.until("%d requests".formatted(count), Duration.ofMinutes(5), () -> {
			checkThreads();
			return this.recorder.requests() >= count;
		}, () -> report().toString());
	}

	/**
	 * Wait until the load has made the number of requests it was built with.
	 * @return the report
	 */
	public LoadReport await() {
		if (this.turns.get() == Long.MAX_VALUE) {
			throw new IllegalStateException("This load runs until it is stopped");
		}
		Await.until("the end of the load", Duration.ofMinutes(5),
				() -> this.threads.stream().noneMatch(Thread::isAlive), () -> report().toString());
		checkThreads();
		return report();
	}

	/**
	 * What happened up to now; the load goes on.
	 * @return the report
	 */
	public LoadReport report() {
		return this.recorder.report();
	}

	/**
	 * Finish the requests that are under way, and no more.
	 * @return the report
	 */
	public LoadReport stop() {
		this.stopping = true;
		this.threads.forEach(LockSupport::unpark);
		Await.until("the clients to finish", this.timeout.plusSeconds(10),
				() -> this.threads.stream().noneMatch(Thread::isAlive), () -> report().toString());
		checkThreads();
		return report();
	}

	@Override
	public void close() {
		this.stopping = true;
		this.threads.forEach(LockSupport::unpark);
	}

	boolean takeTurn() {
		return !this.stopping && this.turns.getAndUpdate((left) -> Math.max(0, left - 1)) > 0;
	}

	boolean isStopping() {
		return this.stopping;
	}

	void awaitStart() throws InterruptedException {
		this.starter.await();
	}

	private void checkThreads() {
		for (ClientThread thread : this.threads) {
			Throwable problem = thread.problem();
			if (problem != null) {
				throw new IllegalStateException("A client gave up, which says nothing about the server", problem);
			}
		}
	}

	/**
	 * Says what load is wanted.
	 */
	public static final class Builder {

		private final InetSocketAddress address;

		private final List<Workload> workloads = new ArrayList<>();

		private int keepAlive;

		private int newConnections;

		private long requests = Long.MAX_VALUE;

		private Duration timeout = Duration.ofSeconds(10);

		private Duration thinkTime = Duration.ZERO;

		private Builder(InetSocketAddress address) {
			this.address = address;
		}

		/**
		 * Clients that keep their connection.
		 * @param clients their number
		 * @return this
		 */
		public Builder keepAlive(int clients) {
			this.keepAlive = clients;
			return this;
		}

		/**
		 * Clients that open a connection for each request and say
		 * {@code Connection: close}.
		 * @param clients their number
		 * @return this
		 */
		public Builder newConnections(int clients) {
			this.newConnections = clients;
			return this;
		}

		/**
		 * What to ask for. Several workloads are dealt out to the clients in turn;
		 * without any it is {@link Workload#hello()}.
		 * @param workload a workload
		 * @return this
		 */
		public Builder workload(Workload workload) {
			this.workloads.add(workload);
			return this;
		}

		/**
		 * Stop after so many requests.
		 * @param requests their number, of all clients together
		 * @return this
		 */
		public Builder requests(long requests) {
			this.requests = requests;
			return this;
		}

		/**
		 * The time for connecting, and for each request with its answer.
		 * @param timeout the time, 10 seconds by default
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * How long each client waits between an answer and its next request.
		 * @param thinkTime the time, none by default
		 * @return this
		 */
		public Builder thinkTime(Duration thinkTime) {
			this.thinkTime = thinkTime;
			return this;
		}

		/**
		 * Start all clients together.
		 * @return the running load
		 */
		public LoadClient start() {
			return new LoadClient(this);
		}

	}

}
