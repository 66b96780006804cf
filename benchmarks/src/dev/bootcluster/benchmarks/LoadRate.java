// SPDX-License-Identifier: Apache-2.0

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
