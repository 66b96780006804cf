// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ClusterWarmup;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What a worker does between its start and its first connection, so that the first
 * clients do not pay for cold code. A failure is logged once and has no other effect.
 */
public final class Warmup {

	private static final Log logger = LogFactory.getLog(Warmup.class);

	/**
	 * For one request, including its whole response.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final List<String> paths;

	private final int rounds;

	private final List<ClusterWarmup> warmups;

	/**
	 * Create a new warm-up.
	 * @param paths the paths to request
	 * @param rounds how many times to request each path
	 * @param warmups the application's own warm-ups
	 */
	public Warmup(List<String> paths, int rounds, List<ClusterWarmup> warmups) {
		this.paths = paths;
		this.rounds = rounds;
		this.warmups = List.copyOf(warmups);
	}

	boolean isEmpty() {
		return this.warmups.isEmpty() && this.paths.isEmpty();
	}

	/**
	 * Run the warm-up.
	 * @param endpoint where requests go
	 */
	void run(HandoffEndpoint endpoint) {
		run(endpoint, TIMEOUT);
	}

	void run(HandoffEndpoint endpoint, Duration timeout) {
		long start = System.nanoTime();
		this.warmups.forEach(Warmup::run);
		Map<String, String> failures = new LinkedHashMap<>();
		List<String> paths = new ArrayList<>(this.paths);
		if (!paths.isEmpty()) {
			try (OwnRequests requests = new OwnRequests(endpoint, timeout)) {
				for (int round = 0; round < this.rounds; round++) {
					paths.removeIf((path) -> !request(requests, path, failures));
				}
			}
			catch (IOException ex) {
				logger.warn("Warm-up requests cannot be sent: " + ex);
			}
		}
		failures.forEach((path, failure) -> logger.warn("Warm-up of %s: %s".formatted(path, failure)));
		logger.info("Warmed up in %d ms".formatted((System.nanoTime() - start) / 1_000_000));
	}

	private static void run(ClusterWarmup warmup) {
		try {
			warmup.warmUp();
		}
		catch (Exception | Error ex) {
			// A missing class must do no more harm than a missing database.
			logger.warn("Warm-up by %s failed".formatted(warmup.getClass().getName()), ex);
		}
	}

	/**
	 * Request a path.
	 * @return whether to request it again; a response that never ends costs its timeout
	 * once, not in every round
	 */
	private static boolean request(OwnRequests requests, String path, Map<String, String> failures) {
		try {
			int status = requests.get(path);
			if (status >= 400) {
				failures.put(path, "the status was " + status);
			}
		}
		catch (SocketTimeoutException ex) {
			failures.put(path, ex.getMessage() + "; it is not requested again");
			return false;
		}
		catch (IOException ex) {
			failures.put(path, String.valueOf(ex.getMessage()));
		}
		return true;
	}

}
