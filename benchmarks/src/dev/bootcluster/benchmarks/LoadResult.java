/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.benchmarks;

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
 */
record LoadResult(long requests, double rate, double p50, double p99, long socketErrors, long badStatus) {

	Map<String, Object> toJson() {
		return Json.object("requests", this.requests, "requestsPerSecond", this.rate, "p50Millis", this.p50,
				"p99Millis", this.p99, "socketErrors", this.socketErrors, "non2xx", this.badStatus);
	}

	@Override
	public String toString() {
		return "%,.0f req/s, p50 %.2f ms, p99 %.2f ms, %d socket errors, %d non-2xx".formatted(this.rate, this.p50,
				this.p99, this.socketErrors, this.badStatus);
	}

}
