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
 * How many requests the clients of a measurement send, and why.
 *
 * @param perSecond the requests per second
 * @param most the answers per second they get without a schedule, not a number if nobody
 * looked
 * @param capped whether the requests are fewer than the wanted share of that
 */
record LoadRate(double perSecond, double most, boolean capped) {

	static LoadRate of(ReloadOptions options, double most) {
		double wanted = most * options.load / 100;
		return new LoadRate(Math.min(wanted, options.mostRate), most, wanted > options.mostRate);
	}

	static LoadRate fixed(double perSecond) {
		return new LoadRate(perSecond, Double.NaN, false);
	}

	Map<String, Object> toJson() {
		return Json.object("requestsPerSecond", this.perSecond, "most", this.most, "capped", this.capped);
	}

	@Override
	public String toString() {
		if (Double.isNaN(this.most)) {
			return "%,.0f requests per second, as told".formatted(this.perSecond);
		}
		return "%,.0f requests per second, %.0f %% of the %,.0f that these clients get answered%s".formatted(
				this.perSecond, 100 * this.perSecond / this.most, this.most,
				this.capped ? ": no more, or the clients would be the load (--most-rate)" : "");
	}

}
