// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Waits for a condition and says what it waited for when that does not come true.
 */
public final class Await {

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

	/**
	 * A look often is a request to the cluster whose boot it waits for, which costs that
	 * boot several milliseconds of the processor.
	 */
	private static final Duration LONGEST_PAUSE = Duration.ofMillis(150);

	/**
	 * Who has waited long can wait a bit longer.
	 */
	private static final int PAUSES = 20;

	private Await() {
	}

	/**
	 * Wait until the condition holds. An {@link IOException} from it means "not yet",
	 * everything else that it throws ends the wait.
	 * @param description what is waited for, for the failure
	 * @param timeout how long to wait
	 * @param condition the condition to poll
	 */
	public static void until(String description, Duration timeout, Condition condition) {
		until(description, timeout, condition, () -> "");
	}

	/**
	 * Wait until the condition holds.
	 * @param description what is waited for, for the failure
	 * @param timeout how long to wait
	 * @param condition the condition to poll
	 * @param details what helps to understand a failure, asked only then
	 */
	public static void until(String description, Duration timeout, Condition condition, Supplier<String> details) {
		long start = System.nanoTime();
		Exception last = null;
		while (true) {
			try {
				if (condition.holds()) {
					return;
				}
				last = null;
			}
			catch (IOException | UncheckedIOException ex) {
				last = ex;
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException("Waiting for %s".formatted(description), ex);
			}
			long waited = System.nanoTime() - start;
			if (waited >= timeout.toNanos()) {
				throw failure(description, timeout, last, details.get());
			}
			pause(pauseAfter(Duration.ofNanos(waited)));
		}
	}

	private static Duration pauseAfter(Duration waited) {
		Duration pause = waited.dividedBy(PAUSES);
		if (pause.compareTo(SHORTEST_PAUSE) < 0) {
			return SHORTEST_PAUSE;
		}
		return (pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE;
	}

	/**
	 * Let time pass where a test is about time itself.
	 * @param duration how long
	 */
	public static void pause(Duration duration) {
		long deadline = System.nanoTime() + duration.toNanos();
		for (long left = duration.toNanos(); left > 0; left = deadline - System.nanoTime()) {
			LockSupport.parkNanos(left);
			if (Thread.currentThread().isInterrupted()) {
				throw new IllegalStateException("Interrupted while waiting");
			}
		}
	}

	private static AssertionError failure(String description, Duration timeout, @Nullable Exception last,
			String details) {
		String message = "Waited %.1fs in vain for %s".formatted(timeout.toMillis() / 1000.0, description);
		if (last != null) {
			message += "%nlast attempt: %s".formatted(last);
		}
		return new AssertionError(details.isEmpty() ? message : message + System.lineSeparator() + details, last);
	}

	/**
	 * Something that comes true later.
	 */
	@FunctionalInterface
	public interface Condition {

		/**
		 * Look once.
		 * @return if the condition holds now
		 * @throws Exception if it cannot be said; an {@link IOException} counts as "no"
		 */
		boolean holds() throws Exception;

	}

}
