// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.messaging.FakeLink;
import dev.bootcluster.messaging.LoopbackLink;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaderConfiguration} in an application's context.
 */
@ExtendWith(OutputCaptureExtension.class)
class LeaderConfigurationTests {

	private static final long PID = ProcessHandle.current().pid();

	private final FakeLink primary = new FakeLink();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(LeaderConfiguration.class)
		.withBean(LeaderProperties.class)
		.withBean("beans", Beans.class);

	private final ApplicationContextRunner standalone = this.application.withBean(Link.class, LoopbackLink::new);

	private final ApplicationContextRunner worker = this.application.withBean(Link.class, () -> this.primary);

	@Test
	void standaloneApplicationLeadsItself() {
		this.standalone.run((context) -> {
			assertThat(context.getBean(ClusterLeadership.class).isLeader()).isTrue();
			assertThat(context.getBean(ClusterLeadership.class).term()).isEqualTo(1);
			Beans beans = context.getBean(Beans.class);
			Await.until("the event", () -> beans.changes().equals(List.of(new LeadershipChanged(true, 1, 1))));
		});
	}

	@Test
	void workerLeadsWhenThePrimarySaysSoAndHearsOfChanges() {
		this.worker.run((context) -> {
			ClusterLeadership leadership = context.getBean(ClusterLeadership.class);
			assertThat(leadership.isLeader()).isFalse();
			assertThat(leadership.term()).isZero();
			this.primary.says(new FromPrimary.Leader(3, 1, PID + 1));
			assertThat(leadership.isLeader()).isFalse();
			this.primary.says(new FromPrimary.Leader(4, 2, PID));
			assertThat(leadership.isLeader()).isTrue();
			assertThat(leadership.term()).isEqualTo(4);
			this.primary.says(new FromPrimary.Leader(3, 1, PID + 1));
			assertThat(leadership.isLeader()).isTrue();
			Beans beans = context.getBean(Beans.class);
			Await.until("the events", () -> beans.changes()
				.equals(List.of(new LeadershipChanged(false, 3, 1), new LeadershipChanged(true, 4, 2))));
		});
	}

	@Test
	void methodForTheLeaderIsSkippedElsewhere() {
		this.worker.run((context) -> {
			Beans beans = context.getBean(Beans.class);
			beans.lead();
			assertThat(beans.led()).isZero();
			this.primary.says(new FromPrimary.Leader(4, 2, PID));
			beans.lead();
			assertThat(beans.led()).isEqualTo(1);
		});
	}

	@Test
	void methodForTheLeaderThatReturnsSomethingIsRefused() {
		this.standalone.withBean(ReturnsSomething.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("ReturnsSomething.answer()")
				.hasMessageContaining("is an @OnLeader method and must return void"));
	}

	/**
	 * What it does.
	 */
	static class Beans {

		final List<LeadershipChanged> changes = new CopyOnWriteArrayList<>();

		private final AtomicInteger led = new AtomicInteger();

		@EventListener
		void on(LeadershipChanged change) {
			this.changes.add(change);
		}

		@OnLeader
		void lead() {
			this.led.incrementAndGet();
		}

		List<LeadershipChanged> changes() {
			return this.changes;
		}

		int led() {
			return this.led.get();
		}

	}

	/**
	 * Cannot be skipped.
	 */
	static class ReturnsSomething {

		@OnLeader
		int answer() {
			return 42;
		}

	}

}
