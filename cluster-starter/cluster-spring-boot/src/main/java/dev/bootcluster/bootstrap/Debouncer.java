// SPDX-License-Identifier: Apache-2.0

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
