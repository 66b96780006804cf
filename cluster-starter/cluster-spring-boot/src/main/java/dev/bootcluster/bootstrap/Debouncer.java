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

package dev.bootcluster.bootstrap;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Turns many changes into one event, due when nothing has changed for a while.
 */
final class Debouncer {

	private final Duration quiet;

	private @Nullable Duration last;

	Debouncer(Duration quiet) {
		this.quiet = quiet;
	}

	/**
	 * Something changed, or the due event could not be handled and has to be retried.
	 */
	void changed(Duration now) {
		this.last = now;
	}

	/**
	 * Whether the event is due; returns {@code true} once per event.
	 */
	boolean isDue(Duration now) {
		if (this.last == null || now.minus(this.last).compareTo(this.quiet) < 0) {
			return false;
		}
		this.last = null;
		return true;
	}

}
