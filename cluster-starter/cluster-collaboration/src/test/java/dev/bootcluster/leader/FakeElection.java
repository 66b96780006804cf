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
