// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.time.Duration;
import java.util.Map;

/**
 * What one run of the load generator reports.
 *
 * @param requests answered requests
 * @param rate requests per second
 * @param p50 median latency in milliseconds
 * @param p99 99th percentile of the latency in milliseconds
 * @param socketErrors failed to connect, read, write, or timed out
 * @param badStatus answers that are neither 2xx nor 3xx
 * @param micros microseconds of processor time that the first process of the system took
 * for each request: of a cluster the primary
 */
record LoadResult(long requests, double rate, double p50, double p99, long socketErrors, long badStatus,
		double micros) {

	/**
	 * Return these results with the processor time of the first process.
	 */
	LoadResult took(Duration time) {
		return new LoadResult(this.requests, this.rate, this.p50, this.p99, this.socketErrors, this.badStatus,
				time.toNanos() / 1000.0 / this.requests);
	}

	Map<String, Object> toJson() {
		return Json.object("requests", this.requests, "requestsPerSecond", this.rate, "p50Millis", this.p50,
				"p99Millis", this.p99, "socketErrors", this.socketErrors, "non2xx", this.badStatus,
				"firstProcessMicros", this.micros);
	}

	@Override
	public String toString() {
		return "%,.0f req/s, p50 %.2f ms, p99 %.2f ms, %d socket errors, %d non-2xx".formatted(this.rate, this.p50,
				this.p99, this.socketErrors, this.badStatus);
	}

}
