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

package dev.bootcluster.fork;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * A loop that runs on the test's thread and whose time the test moves.
 */
final class ManualForkLoop implements ForkLoop {

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private final List<Timer> timers = new ArrayList<>();

	private Duration now = Duration.ZERO;

	private boolean running;

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
		if (!this.running) {
			this.running = true;
			while (!this.tasks.isEmpty()) {
				this.tasks.remove().run();
			}
			this.running = false;
		}
	}

	@Override
	public Runnable after(Duration delay, Runnable task) {
		Timer timer = new Timer(this.now.plus(delay), task);
		this.timers.add(timer);
		return () -> this.timers.remove(timer);
	}

	void pass(Duration duration) {
		this.now = this.now.plus(duration);
		List<Timer> due = this.timers.stream()
			.filter((timer) -> timer.time.compareTo(this.now) <= 0)
			.sorted(Comparator.comparing(Timer::time))
			.toList();
		this.timers.removeAll(due);
		due.forEach((timer) -> execute(timer.task));
	}

	int timers() {
		return this.timers.size();
	}

	@Override
	public void close() {
		this.timers.clear();
	}

	private record Timer(Duration time, Runnable task) {

	}

}
