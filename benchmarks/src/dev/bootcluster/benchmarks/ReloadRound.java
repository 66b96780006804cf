// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.Map;

/**
 * One reload under load.
 *
 * @param rate requests per second
 * @param cpu per cent of the machine's processors that were busy before it
 * @param client the part of that which the client took
 * @param before latencies before it
 * @param during latencies from the order until the last old worker was gone
 * @param seconds how long that took
 */
record ReloadRound(double rate, double cpu, double client, Latencies before, Latencies during, double seconds) {

	double ratio() {
		return this.during.p99() / this.before.p99();
	}

	long failed() {
		return this.before.failed() + this.during.failed();
	}

	Map<String, Object> toJson() {
		return Json.object("rate", this.rate, "cpuPercent", this.cpu, "clientCpuPercent", this.client, "p99Ratio",
				ratio(), "reloadSeconds", this.seconds, "before", this.before.toJson(), "during", this.during.toJson());
	}

	@Override
	public String toString() {
		return "%,.0f req/s, cpu %.0f %% (client %.0f %%), before: %s; during %.1f s: %s; p99 x %.2f".formatted(
				this.rate, this.cpu, this.client, this.before, this.seconds, this.during, ratio());
	}

}
