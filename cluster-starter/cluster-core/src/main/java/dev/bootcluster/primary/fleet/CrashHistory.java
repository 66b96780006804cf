// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The unexpected deaths of a slot's workers, and whether they amount to a crash loop.
 */
public final class CrashHistory {

	private final CrashWindow burst = CrashWindow.burst();

	private final CrashWindow sustained = CrashWindow.sustained();

	private Duration starting = Duration.ZERO;

	private int failures;

	/**
	 * A worker died.
	 * @param now the current time
	 * @param starting how long it took, or tried, to start
	 * @param served how long it served
	 * @return whether a crash loop begins
	 */
	public boolean exited(Duration now, Duration starting, Duration served) {
		served(served);
		this.failures++;
		// Time spent starting does not count, otherwise a slow failing start would hide a
		// crash loop.
		this.starting = this.starting.plus(starting);
		if (isLooping()) {
			return false;
		}
		this.burst.exited(now.minus(this.starting));
		this.sustained.exited(now);
		return isLooping();
	}

	/**
	 * The next worker waited for so long until others had started, which counts as little
	 * as the time spent starting.
	 */
	public void waited(Duration time) {
		this.starting = this.starting.plus(time);
	}

	/**
	 * A worker has served this long.
	 */
	public void served(Duration time) {
		this.burst.served(time);
		this.sustained.served(time);
		if (time.compareTo(this.burst.proof()) >= 0) {
			this.failures = 0;
		}
	}

	/**
	 * Return whether a window is full. It stays full until a worker proves itself: deaths
	 * during slow retries belong to the same loop.
	 */
	boolean isLooping() {
		return loop().isPresent();
	}

	/**
	 * Return the full window that demands the longest proof.
	 */
	private Optional<CrashWindow> loop() {
		return Stream.of(this.sustained, this.burst).filter(CrashWindow::isFull).findFirst();
	}

	/**
	 * Return how long a worker must serve to end the crash loop, zero if there is none.
	 */
	public Duration proof() {
		return loop().map(CrashWindow::proof).orElse(Duration.ZERO);
	}

	/**
	 * Return the number of failures in a row, with less than ten seconds of service each.
	 */
	public int failures() {
		return this.failures;
	}

	@Override
	public String toString() {
		return loop().map((window) -> "%d exits within %s".formatted(window.count(), Durations.text(window.length())))
			.orElse("no crash loop");
	}

}
