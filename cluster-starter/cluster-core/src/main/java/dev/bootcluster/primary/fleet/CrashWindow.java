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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many workers of a slot may die in how long, and those that did.
 * <p>
 * A worker that serves for {@code proof} empties the window: it dies less often than the
 * window is about.
 */
final class CrashWindow {

	private final int limit;

	private final Duration length;

	private final Duration proof;

	private final Deque<Duration> exits = new ArrayDeque<>();

	private CrashWindow(int limit, Duration length, Duration proof) {
		this.limit = limit;
		this.length = length;
		this.proof = proof;
	}

	/**
	 * Catches what dies while it starts or right after. Five exits are as many as systemd
	 * allows, and leave what an application depends on half a minute to come back. In one
	 * minute they are full whatever the waits between them (7 s) and up to ten seconds of
	 * service each: without that much service nothing escapes.
	 */
	static CrashWindow burst() {
		return new CrashWindow(5, Duration.ofMinutes(1), Duration.ofSeconds(10));
	}

	/**
	 * Catches what serves for a while and dies again and again, such as a leak that ends
	 * in an OutOfMemoryError. Ten in half an hour is one in three minutes, so one that
	 * serves longer than that is no longer in this loop.
	 */
	static CrashWindow sustained() {
		return new CrashWindow(10, Duration.ofMinutes(30), Duration.ofMinutes(3));
	}

	/**
	 * A worker died that nobody wanted to.
	 */
	void exited(Duration now) {
		this.exits.addLast(now);
		while (this.exits.getFirst().compareTo(now.minus(this.length)) < 0) {
			this.exits.removeFirst();
		}
	}

	/**
	 * A worker has served this long.
	 */
	void served(Duration time) {
		if (time.compareTo(this.proof) >= 0) {
			this.exits.clear();
		}
	}

	boolean isFull() {
		return this.exits.size() >= this.limit;
	}

	int count() {
		return this.exits.size();
	}

	Duration length() {
		return this.length;
	}

	Duration proof() {
		return this.proof;
	}

}
