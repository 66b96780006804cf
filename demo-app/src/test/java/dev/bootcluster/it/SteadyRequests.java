// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.bootcluster.testing.Await;

/**
 * Clients that ask one after another, all on the connections of one {@link HttpClient}.
 */
final class SteadyRequests implements AutoCloseable {

	/**
	 * Until JDK 24 this client fails what is in flight when GOAWAY comes, answered or not
	 * (JDK-8335181), and a request that it begins at that moment is neither sent nor
	 * failed until it times out. That is the client's fault, and everybody repeats a GET.
	 */
	private static final boolean FAILS_ON_GOAWAY = Runtime.version().feature() < 24;

	/**
	 * Leaves a booting worker its share of two cores.
	 */
	private static final Duration THINK_TIME = Duration.ofMillis(5);

	private final HttpClient client;

	private final HttpRequest request;

	private final AtomicInteger answers = new AtomicInteger();

	private final AtomicInteger repeated = new AtomicInteger();

	private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

	private final CountDownLatch ended;

	private volatile boolean stopping;

	SteadyRequests(HttpClient client, URI uri, int threads) {
		this.client = client;
		this.request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
		this.ended = new CountDownLatch(threads);
		IntStream.range(0, threads).mapToObj((i) -> new Thread(this::run, "steady-" + i)).forEach((thread) -> {
			thread.setDaemon(true);
			thread.start();
		});
	}

	private void run() {
		while (!this.stopping) {
			try {
				HttpResponse<String> response = this.client.send(this.request, BodyHandlers.ofString());
				this.answers.incrementAndGet();
				if (response.statusCode() != 200 || !response.body().startsWith("Handled by process")) {
					this.failures.add(response + " " + response.body());
				}
			}
			catch (IOException ex) {
				if (FAILS_ON_GOAWAY && isLostToGoaway(ex)) {
					this.repeated.incrementAndGet();
				}
				else {
					this.failures.add(ex.toString());
				}
			}
			catch (InterruptedException ex) {
				this.failures.add(ex.toString());
			}
			Await.pause(THINK_TIME);
		}
		this.ended.countDown();
	}

	private boolean isLostToGoaway(IOException ex) {
		return this.client.version() == HttpClient.Version.HTTP_2
				&& (ex instanceof HttpTimeoutException || String.valueOf(ex.getMessage()).contains("GOAWAY"));
	}

	int answers() {
		return this.answers.get();
	}

	/**
	 * How many requests were repeated for the client's own fault.
	 */
	int repeated() {
		return this.repeated.get();
	}

	List<String> stop() throws InterruptedException {
		this.stopping = true;
		if (!this.ended.await(60, TimeUnit.SECONDS)) {
			this.failures.add("a request did not end");
		}
		return List.copyOf(this.failures);
	}

	@Override
	public void close() {
		this.stopping = true;
	}

}
