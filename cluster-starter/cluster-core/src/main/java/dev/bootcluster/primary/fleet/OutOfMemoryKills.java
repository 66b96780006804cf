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

package dev.bootcluster.primary.fleet;

import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The kernel's kills for lack of memory not yet attributed to a worker. Each kill ended
 * one process, so a worker that is later killed by hand is not counted as its victim.
 */
public final class OutOfMemoryKills {

	private final Supplier<OptionalLong> count;

	private long explained;

	/**
	 * Create the kills.
	 * @param count how many there have been, empty if unknown
	 */
	public OutOfMemoryKills(Supplier<OptionalLong> count) {
		this.count = count;
	}

	/**
	 * Return how many are not yet attributed, -1 if unknown.
	 */
	long unexplained() {
		OptionalLong now = this.count.get();
		return now.isPresent() ? now.getAsLong() - this.explained : -1;
	}

	/**
	 * Attribute one kill to a worker.
	 */
	void explained() {
		this.explained++;
	}

}
