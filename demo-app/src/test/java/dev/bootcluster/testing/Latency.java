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
