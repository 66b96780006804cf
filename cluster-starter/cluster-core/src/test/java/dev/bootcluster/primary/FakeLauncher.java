// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.primary.launch.WorkerIdentity;
import dev.bootcluster.primary.launch.WorkerLauncher;
import dev.bootcluster.primary.launch.WorkerProcess;

/**
 * Starts fake processes and remembers them all.
 */
public final class FakeLauncher implements WorkerLauncher {

	public final List<FakeProcess> launched = new ArrayList<>();

	public boolean broken;

	@Override
	public WorkerProcess launch(WorkerIdentity identity) throws IOException {
		if (this.broken) {
			throw new IOException("Cannot allocate memory");
		}
		FakeProcess process = new FakeProcess(identity);
		this.launched.add(process);
		return process;
	}

	/**
	 * Return the newest process of a slot.
	 */
	FakeProcess newest(int slot) {
		List<FakeProcess> ofSlot = of(slot);
		return ofSlot.get(ofSlot.size() - 1);
	}

	public List<FakeProcess> of(int slot) {
		return this.launched.stream().filter((process) -> process.slot() == slot).toList();
	}

	public List<FakeProcess> alive() {
		return this.launched.stream().filter(FakeProcess::isAlive).toList();
	}

}
