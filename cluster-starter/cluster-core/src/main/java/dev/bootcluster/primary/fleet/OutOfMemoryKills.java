// SPDX-License-Identifier: Apache-2.0

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
