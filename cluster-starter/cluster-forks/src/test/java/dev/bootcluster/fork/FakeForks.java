// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Forks without processes, controlled by the test.
 */
final class FakeForks implements ForkLauncher {

	private final List<FakeFork> launched = new ArrayList<>();

	@Override
	public FakeFork launch(ForkOptions options, boolean detached, ForkProcess.Events events) {
		FakeFork fork = new FakeFork(1000L + this.launched.size(), events);
		this.launched.add(fork);
		return fork;
	}

	int count() {
		return this.launched.size();
	}

	FakeFork get(int index) {
		return this.launched.get(index);
	}

	/**
	 * One of them.
	 */
	static final class FakeFork implements ForkProcess {

		private final long pid;

		private final Events events;

		private @Nullable ForkJob job;

		private boolean ended;

		private boolean killed;

		private FakeFork(long pid, Events events) {
			this.pid = pid;
			this.events = events;
		}

		@Override
		public void run(ForkJob job) {
			this.job = job;
		}

		@Override
		public void end() {
			this.ended = true;
		}

		@Override
		public void kill() {
			this.killed = true;
		}

		boolean isBusy() {
			return this.job != null;
		}

		boolean isEnded() {
			return this.ended;
		}

		boolean isKilled() {
			return this.killed;
		}

		void finish(Object result) {
			finish(ForkOutcome.of(result));
		}

		void finish(ForkOutcome outcome) {
			ForkJob finished = this.job;
			this.job = null;
			this.events.finished(finished, outcome);
		}

		void exit(Integer code, ForkExit.Phase phase, String... lastLines) {
			this.events.exited(new ForkExit(this.pid, code, List.of(lastLines), phase, null));
		}

	}

}
