// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.launch.WorkerIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerObservers}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerObserversTests {

	private final WorkerHandle worker = worker();

	private final List<String> heard = new ArrayList<>();

	private final WorkerObservers observers = new WorkerObservers();

	@Test
	void observersHearInTheirOrder() {
		this.observers.order(List.of(new Listening("first"), new Listening("second")));
		this.observers.ready(this.worker);
		this.observers.exited(this.worker);
		assertThat(this.heard).containsExactly("first: ready", "second: ready", "first: exited", "second: exited");
	}

	@Test
	void observerThatFailsKeepsNobodyFromHearing(CapturedOutput output) {
		this.observers.order(List.of(new Failing(), new Listening("second")));
		this.observers.ready(this.worker);
		assertThat(this.heard).containsExactly("second: ready");
		assertThat(output).containsOnlyOnce("Failing failed to handle 'ready' for Worker 3 (pid 1007, generation 2)");
	}

	private static WorkerHandle worker() {
		WorkerIdentity identity = new WorkerIdentity(7, 3, 2);
		return new WorkerHandle(identity, new FakeProcess(identity), Duration.ZERO, 0);
	}

	/**
	 * Records what it is told.
	 */
	private final class Listening implements WorkerObserver {

		private final String name;

		Listening(String name) {
			this.name = name;
		}

		@Override
		public void ready(WorkerHandle worker) {
			WorkerObserversTests.this.heard.add(this.name + ": ready");
		}

		@Override
		public void exited(WorkerHandle worker) {
			WorkerObserversTests.this.heard.add(this.name + ": exited");
		}

	}

	/**
	 * Fails at everything it is told.
	 */
	private static final class Failing implements WorkerObserver {

		@Override
		public void ready(WorkerHandle worker) {
			throw new NoClassDefFoundError("a class");
		}

	}

}
