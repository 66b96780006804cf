// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of all requests of a load.
 *
 * @param counts the number of requests by outcome
 * @param closedIdle how often the server closed a kept-alive connection without notice
 * between requests and the client saw it before it sent the next one: legal
 * @param announcedCloses how often an answer said {@code Connection: close} to a client
 * that wanted to go on: legal
 * @param connections how many connections were opened
 * @param pids the number of good answers by the process that gave them
 * @param latency how long complete answers took
 * @param elapsed from the start of the load to this report
 * @param firstFailures the first few failures
 */
public record LoadReport(Map<Outcome, Long> counts, long closedIdle, long announcedCloses, long connections,
		Map<Long, Long> pids, Latency latency, Duration elapsed, List<LoadFailure> firstFailures) {

	public long ok() {
		return count(Outcome.OK);
	}

	public long refused() {
		return count(Outcome.REFUSED);
	}

	public long reset() {
		return count(Outcome.RESET);
	}

	public long timedOut() {
		return count(Outcome.TIMED_OUT);
	}

	public long truncated() {
		return count(Outcome.TRUNCATED);
	}

	public long wrong() {
		return count(Outcome.WRONG);
	}

	public long unavailable() {
		return count(Outcome.UNAVAILABLE);
	}

	public long serverErrors() {
		return count(Outcome.SERVER_ERROR);
	}

	public long otherStatus() {
		return count(Outcome.OTHER_STATUS);
	}

	/**
	 * All requests that ended, well or not.
	 * @return their number
	 */
	public long requests() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * All requests that did not get the answer that was due.
	 * @return their number
	 */
	public long failures() {
		return requests() - ok();
	}

	private long count(Outcome outcome) {
		return this.counts.getOrDefault(outcome, 0L);
	}

	@Override
	public String toString() {
		double seconds = this.elapsed.toMillis() / 1000.0;
		String outcomes = this.counts.entrySet()
			.stream()
			.map((entry) -> "%s %d".formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining(", "));
		String failures = this.firstFailures.stream().map("%n  %s"::formatted).collect(Collectors.joining());
		return "%d requests in %.1fs (%.0f/s): %s; closed idle %d, announced closes %d, connections %d; %s; pids %s%s"
			.formatted(requests(), seconds, requests() / Math.max(seconds, 0.001), outcomes, this.closedIdle,
					this.announcedCloses, this.connections, this.latency, this.pids, failures);
	}

}
