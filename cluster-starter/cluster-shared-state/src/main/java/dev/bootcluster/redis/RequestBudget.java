// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How long a request may wait for its session in total: it is read with one command and
 * written with up to four, and each could take as long as Redis' own timeout.
 */
public final class RequestBudget {

	/**
	 * What a request may wait; half a second is left for everything else until two are
	 * over.
	 */
	static final Duration OF_A_REQUEST = Duration.ofMillis(1500);

	private static final ThreadLocal<RequestBudget> current = new ThreadLocal<>();

	private long left = OF_A_REQUEST.toNanos();

	private long started;

	private boolean waiting;

	private RequestBudget() {
	}

	/**
	 * Begin a request on this thread. Those within it, such as a dispatch to the error
	 * page, share its budget.
	 * @return the budget to {@linkplain #close() close}, {@code null} within a request
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
	 * Call Redis for the session. Outside of a request each call has a budget of its own.
	 * @param call what asks Redis
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
	 * How long a command that is sent by this thread now may take.
	 * @param timeout what any other command may
	 * @return the timeout, or less if the command is for a session; always positive
	 */
	static Duration limit(Duration timeout) {
		RequestBudget budget = current.get();
		if (budget == null || !budget.waiting) {
			return timeout;
		}
		long left = budget.left - (System.nanoTime() - budget.started);
		// To Lettuce a timeout of zero is none.
		long most = timeout.isZero() ? left : Math.min(left, timeout.toNanos());
		return Duration.ofNanos(Math.max(1_000_000, most));
	}

	/**
	 * Something that asks Redis.
	 */
	@FunctionalInterface
	public interface Call {

		/**
		 * Ask.
		 * @return the answer
		 * @throws Throwable whatever comes of it
		 */
		@Nullable Object run() throws Throwable;

	}

}
