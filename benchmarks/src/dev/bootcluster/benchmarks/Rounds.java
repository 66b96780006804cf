// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends load to one candidate after the other, round by round, each round beginning with
 * another one: what slows the machine for a while slows all of them.
 */
final class Rounds {

	private static final long WARM_REQUESTS = 100_000;

	private static final int MOST_WARMUP_ROUNDS = 40;

	private static final long FEW_TIME_WAITS = 2_000;

	private final List<Candidate> candidates;

	private final List<Part> parts;

	private final Wrk wrk;

	private final Map<Candidate, Long> requests = new LinkedHashMap<>();

	private long mostTimeWaits;

	Rounds(List<Candidate> candidates, List<Part> parts, Wrk wrk) {
		this.candidates = candidates;
		this.parts = parts;
		this.wrk = wrk;
	}

	/**
	 * Run rounds whose results are thrown away, until every JVM is warm.
	 * @param atLeast the number of rounds to run in any case
	 * @return the number of rounds
	 */
	int warmUp(int atLeast) throws IOException, InterruptedException {
		int round = 0;
		while (round < atLeast || (!isWarm() && round < MOST_WARMUP_ROUNDS)) {
			run(round++, "warm-up", new Results());
		}
		return round;
	}

	private boolean isWarm() {
		return this.candidates.stream()
			.allMatch((candidate) -> this.requests.getOrDefault(candidate, 0L) >= WARM_REQUESTS * candidate.jvms());
	}

	Results measure(int rounds) throws IOException, InterruptedException {
		Results results = new Results();
		for (int round = 0; round < rounds; round++) {
			run(round, "round", results);
		}
		return results;
	}

	private void run(int round, String label, Results results) throws IOException, InterruptedException {
		for (Part part : this.parts) {
			for (Candidate candidate : rotated(this.candidates, round)) {
				if (part == Part.NEW) {
					awaitPorts();
				}
				Duration before = processorTime(candidate);
				LoadResult result = this.wrk.run(candidate.port(), part)
					.took(processorTime(candidate).minus(before));
				this.mostTimeWaits = Math.max(this.mostTimeWaits, Machine.timeWait());
				this.requests.merge(candidate, result.requests(), Long::sum);
				results.add(part, candidate.name(), result);
				System.err.printf("%s %d %-9s %-11s %s%n", label, round + 1, part, candidate.name(), result);
			}
		}
	}

	private static Duration processorTime(Candidate candidate) {
		return candidate.processes().get(0).info().totalCpuDuration().orElse(Duration.ZERO);
	}

	static <T> List<T> rotated(List<T> candidates, int round) {
		int first = round % candidates.size();
		List<T> rotated = new ArrayList<>(candidates.subList(first, candidates.size()));
		rotated.addAll(candidates.subList(0, first));
		return rotated;
	}

	/**
	 * Without the reuse of ports a load would run out of them, and measure that.
	 */
	static void awaitPorts() throws IOException, InterruptedException {
		while (!Machine.reusesTimeWait() && Machine.timeWait() > FEW_TIME_WAITS) {
			TimeUnit.SECONDS.sleep(1);
		}
	}

	long mostTimeWaits() {
		return this.mostTimeWaits;
	}

}
