// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures how much longer requests take while the cluster is reloaded, with and without
 * what makes new workers fast.
 */
final class ReloadLatency {

	private static final int MOST_SECONDS = 5;

	/**
	 * Until the schedule has left the first connections behind.
	 */
	private static final int SETTLE_SECONDS = 2;

	private final ReloadOptions options;

	private final Children children;

	private final ReloadReport report;

	private LoadRate rate;

	private ReloadLatency(ReloadOptions options, Children children) throws IOException, InterruptedException {
		this.options = options;
		this.children = children;
		this.report = new ReloadReport(options, Machine.facts(options, Map.of()));
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Workbench.run(() -> ReloadOptions.parse(args),
				(options, children) -> new ReloadLatency(options, children).run());
	}

	private void run() throws IOException, InterruptedException {
		List<ReloadVariant> variants = this.options.variants();
		for (int round = 0; round < this.options.rounds; round++) {
			for (ReloadVariant variant : Rounds.rotated(variants, round)) {
				ReloadRound result = measure(variant, round + 1);
				this.report.add(variant, result);
				System.err.printf("round %d %-10s %s%n", round + 1, variant.label(), result);
			}
		}
		System.out.println(this.report.toText());
		Workbench.save("reload-", this.report.toJson());
	}

	/**
	 * Measure a variant alone, on a cluster of its own.
	 */
	private ReloadRound measure(ReloadVariant variant, int round) throws IOException, InterruptedException {
		ReloadedCluster cluster = new ReloadedCluster("%s-%d".formatted(variant.label(), round), variant, this.options,
				this.children);
		cluster.start();
		PacedLoad.most(this.options, cluster.port(), this.options.warmupSeconds);
		if (this.rate == null) {
			this.rate = findRate(cluster.port());
			this.report.rate(this.rate);
			System.err.println(this.rate);
		}
		Rounds.awaitPorts();
		ReloadRound result = reloadUnderLoad(cluster);
		cluster.stop();
		return result;
	}

	/**
	 * The same for all variants and rounds.
	 */
	private LoadRate findRate(int port) throws InterruptedException {
		return (this.options.rate > 0) ? LoadRate.fixed(this.options.rate)
				: LoadRate.of(this.options, PacedLoad.most(this.options, port, MOST_SECONDS));
	}

	private ReloadRound reloadUnderLoad(ReloadedCluster cluster) throws IOException, InterruptedException {
		PacedLoad load = PacedLoad.atRate(this.options, cluster.port(), this.rate.perSecond());
		TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
		CpuTime begin = CpuTime.now();
		TimeUnit.SECONDS.sleep(this.options.seconds);
		CpuTime order = CpuTime.now();
		cluster.reload();
		long end = System.nanoTime();
		List<Sample> samples = load.stop();
		return new ReloadRound(this.rate.perSecond(), order.percentSince(begin), order.clientPercentSince(begin),
				Latencies.of(samples, begin.taken(), order.taken()), Latencies.of(samples, order.taken(), end),
				(end - order.taken()) / (double) TimeUnit.SECONDS.toNanos(1));
	}

}
