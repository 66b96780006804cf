// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.time.Duration;

/**
 * How long complete answers took.
 *
 * @param p50 half of them took at most this
 * @param p99 all but one of a hundred took at most this
 * @param max the slowest one
 */
public record Latency(Duration p50, Duration p99, Duration max) {

	@Override
	public String toString() {
		return "p50 %s, p99 %s, max %s".formatted(millis(this.p50), millis(this.p99), millis(this.max));
	}

	private static String millis(Duration duration) {
		return "%.1fms".formatted(duration.toNanos() / 1_000_000.0);
	}

}
