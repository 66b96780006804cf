// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.util.ArrayList;
import java.util.List;

/**
 * An election whose outcome the test sets.
 */
final class FakeElection implements Election {

	private final List<Runnable> listeners = new ArrayList<>();

	private boolean leader;

	void leads(boolean leader) {
		this.leader = leader;
		this.listeners.forEach(Runnable::run);
	}

	@Override
	public boolean isLeader() {
		return this.leader;
	}

	@Override
	public long term() {
		return 1;
	}

	@Override
	public void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

}
