// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.function.DoubleSupplier;

import dev.bootcluster.Balancer.Candidate;

/**
 * A candidate that is as a test says.
 */
final class FakeCandidate implements Candidate {

	private static long last;

	private final long number;

	private final int slot;

	int chosen;

	boolean available = true;

	DoubleSupplier weight = () -> 1;

	int connections;

	int inFlight;

	long responseNanos;

	FakeCandidate(int slot) {
		this(slot, ++last);
	}

	FakeCandidate(int slot, long number) {
		this.slot = slot;
		this.number = number;
	}

	@Override
	public int slot() {
		return this.slot;
	}

	@Override
	public long number() {
		return this.number;
	}

	@Override
	public boolean isAvailable() {
		return this.available;
	}

	@Override
	public double weight() {
		return this.weight.getAsDouble();
	}

	@Override
	public int connections() {
		return this.connections;
	}

	@Override
	public int inFlight() {
		return this.inFlight;
	}

	@Override
	public long responseNanos() {
		return this.responseNanos;
	}

	@Override
	public String toString() {
		return "%d of slot %d".formatted(this.number, this.slot);
	}

}
