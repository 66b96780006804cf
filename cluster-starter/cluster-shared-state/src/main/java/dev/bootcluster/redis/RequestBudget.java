// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How long a request may wait for its session in total. It is read with one command and
 * written with up to four, and each alone could take as long as Redis's timeout.
 */
public final class RequestBudget {

	/**
	 * Leaves half a second for everything else, so that a request takes at most two.
	 */
	static final Duration OF_A_REQUEST = Duration.ofMillis(1500);

	private static final ThreadLocal<RequestBudget> current = new ThreadLocal<>();

	private long left = OF_A_REQUEST.toNanos();

	private long started;

	private boolean waiting;

	private RequestBudget() {
	}

	/**
	 * Begin a request on this thread. Nested ones, such as a dispatch to the error page,
	 * share its budget.
	 * @return the budget to {@linkplain #close() close}, {@code null} if this request is
	 * nested
	 */
	public static @Nullable RequestBudget open() {
		if (current.get() != null) {
			return null;
		}
		RequestBudget budget = new RequestBudget();
		current.set(budget);
		return budget;
	}

	/**
	 * End the request on this thread.
	 */
	public void close() {
		current.remove();
	}

	/**
	 * Call Redis for the session. Outside a request each call has its own budget.
	 * @param call the call
	 * @return its result
	 * @throws Throwable what it throws
	 */
	public static @Nullable Object spend(Call call) throws Throwable {
		RequestBudget own = open();
		RequestBudget budget = Objects.requireNonNull(current.get());
		boolean outermost = budget.start();
		try {
			return call.run();
		}
		finally {
			if (outermost) {
				budget.stop();
			}
			if (own != null) {
				own.close();
			}
		}
	}

	private boolean start() {
		if (this.waiting) {
			return false;
		}
		this.waiting = true;
		this.started = System.nanoTime();
		return true;
	}

	private void stop() {
		this.left -= System.nanoTime() - this.started;
		this.waiting = false;
	}

	/**
	 * How long a command that this thread sends now may take.
	 * @param timeout the timeout of other commands
	 * @return the timeout, or less if the command is for a session; always positive
	 */
	static Duration limit(Duration timeout) {
		RequestBudget budget = current.get();
		if (budget == null || !budget.waiting) {
			return timeout;
		}
		long left = budget.left - (System.nanoTime() - budget.started);
		// Lettuce takes a timeout of zero for no timeout.
		long most = timeout.isZero() ? left : Math.min(left, timeout.toNanos());
		return Duration.ofNanos(Math.max(1_000_000, most));
	}

	/**
	 * A call to Redis.
	 */
	@FunctionalInterface
	public interface Call {

		/**
		 * Make the call.
		 * @return its result
		 * @throws Throwable whatever the call throws
		 */
		@Nullable Object run() throws Throwable;

	}

}
