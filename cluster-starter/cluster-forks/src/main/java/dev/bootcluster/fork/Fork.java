// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A place in the pool: one process and its state.
 */
final class Fork {

	private final boolean fresh;

	private State state = State.IDLE;

	private @Nullable ForkProcess process;

	private @Nullable ForkJob job;

	private Runnable timer = () -> {
	};

	/**
	 * @param fresh whether its process runs one task only
	 */
	Fork(boolean fresh) {
		this.fresh = fresh;
	}

	void started(ForkProcess process) {
		this.process = process;
	}

	private ForkProcess process() {
		return Objects.requireNonNull(this.process);
	}

	boolean isFresh() {
		return this.fresh;
	}

	State state() {
		return this.state;
	}

	@Nullable ForkJob job() {
		return this.job;
	}

	/**
	 * Replace the timer.
	 * @param cancel cancels the new timer
	 */
	void timer(Runnable cancel) {
		this.timer.run();
		this.timer = cancel;
	}

	void run(ForkJob job) {
		this.state = State.BUSY;
		this.job = job;
		process().run(job);
	}

	/**
	 * Mark this fork as having no task.
	 */
	void idle() {
		this.state = State.IDLE;
		this.job = null;
		timer(() -> {
		});
	}

	void end() {
		leave();
		process().end();
	}

	void kill() {
		leave();
		process().kill();
	}

	private void leave() {
		idle();
		this.state = State.ENDING;
	}

	/**
	 * The state of a fork.
	 */
	enum State {

		/**
		 * It has no task; it may still be starting.
		 */
		IDLE,

		/**
		 * It has a task.
		 */
		BUSY,

		/**
		 * It is about to end and gets no more tasks.
		 */
		ENDING

	}

}
