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
