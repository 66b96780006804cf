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

package dev.bootcluster.leader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.Await;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterLeadership;
import dev.bootcluster.LeadershipChanged;
import dev.bootcluster.OnLeader;
import dev.bootcluster.SharedValue;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.ipc.Message;
import dev.bootcluster.ipc.Operation;
import dev.bootcluster.ipc.SharedValueState;
import dev.bootcluster.messaging.FakeLink;
import dev.bootcluster.messaging.LoopbackLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the leader does, in an application's context.
 */
@ExtendWith(OutputCaptureExtension.class)
class LeaderConfigurationTests {

	private static final long PID = ProcessHandle.current().pid();

	private final FakeLink primary = new FakeLink();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(LeaderConfiguration.class, Application.class);

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
			this.primary.says(new Message.Leader(3, 1, PID + 1));
			assertThat(leadership.isLeader()).isFalse();
			this.primary.says(new Message.Leader(4, 2, PID));
			assertThat(leadership.isLeader()).isTrue();
			assertThat(leadership.term()).isEqualTo(4);
			this.primary.says(new Message.Leader(3, 1, PID + 1));
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
			this.primary.says(new Message.Leader(4, 2, PID));
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
				.hasMessageContaining("is @OnLeader and must return nothing"));
	}

	@Test
	void sharedValueIsComputedOnceAndReadFromThenOn() {
		this.standalone.run((context) -> {
			starts(context);
			Beans beans = context.getBean(Beans.class);
			assertThat(beans.users()).isEqualTo(new Count(25));
			assertThat(beans.users()).isEqualTo(new Count(25));
			assertThat(beans.computations()).isEqualTo(1);
		});
	}

	@Test
	void workerAsksForTheValueBeforeItIsReady() {
		this.primary.answers((operation, name) -> value(operation, 7, 625));
		this.worker.run((context) -> {
			starts(context);
			Beans beans = context.getBean(Beans.class);
			assertThat(beans.users()).isEqualTo(new Count(625));
			this.primary.says(new Message.Shared("beans.users", 8, "{\"users\":5}"));
			assertThat(beans.users()).isEqualTo(new Count(5));
			this.primary.says(new Message.Shared("beans.users", 7, "{\"users\":4}"));
			assertThat(beans.users()).isEqualTo(new Count(5));
			assertThat(beans.computations()).isZero();
		});
	}

	@Test
	void workerThatIsToComputeTellsThePrimaryAndWaitsForItsVersion() {
		this.primary.answers((operation, name) -> {
			boolean computed = !this.primary.sent(Message.Computed.class).isEmpty();
			return computed ? value(operation, 1, 25) : new SharedValueState(null, true);
		});
		this.worker.run((context) -> {
			starts(context);
			assertThat(this.primary.sent(Message.Computed.class))
				.containsExactly(new Message.Computed("beans.users", "{\"users\":25}"));
			assertThat(context.getBean(Beans.class).users()).isEqualTo(new Count(25));
		});
	}

	@Test
	void readBeforeThereIsAValueFetchesIt() {
		this.standalone.run((context) -> assertThat(context.getBean(Beans.class).users()).isEqualTo(new Count(25)));
	}

	@Test
	void failureOfTheFirstComputationIsToldToWhoReads(CapturedOutput output) {
		this.standalone.run((context) -> {
			Beans beans = context.getBean(Beans.class);
			beans.breaks(true);
			starts(context);
			assertThat(output).contains("Shared value 'beans.users' could not be computed: there is none yet");
			assertThatExceptionOfType(ClusterException.class).isThrownBy(beans::users)
				.withMessageContaining("Shared value 'beans.users' could not be computed")
				.withMessageContaining("database is down");
			beans.breaks(false);
			assertThat(beans.users()).isEqualTo(new Count(25));
			assertThat(output).contains("Shared value 'beans.users' is current again");
		});
	}

	@Test
	void lastValueStaysWhenComputationsFailAndOneWarningSaysSo(CapturedOutput output) {
		this.standalone.run((context) -> {
			starts(context);
			Beans beans = context.getBean(Beans.class);
			beans.breaks(true);
			HeldValue value = context.getBean(ComputedValues.class).all().iterator().next();
			value.compute();
			value.compute();
			assertThat(beans.users()).isEqualTo(new Count(25));
			assertThat(output).containsOnlyOnce("could not be computed: the one from");
		});
	}

	@Test
	void valueOfAnotherShapeLeavesTheLastOne(CapturedOutput output) {
		this.primary.answers((operation, name) -> value(operation, 7, 625));
		this.worker.run((context) -> {
			starts(context);
			this.primary.says(new Message.Shared("beans.users", 8, "[\"another shape\"]"));
			assertThat(context.getBean(Beans.class).users()).isEqualTo(new Count(625));
			assertThat(output).contains("came in another shape than this generation of the application knows");
		});
	}

	@Test
	void sharedValueWithAParameterOrWithoutASensibleRefreshIsRefused() {
		this.standalone.withBean(HasParameter.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("must return it and have no parameters"));
		this.standalone.withBean(TooOften.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("refresh '1ms' is not a duration of 100 ms or more"));
	}

	private static SharedValueState value(Operation operation, long version, int users) {
		assertThat(operation).isEqualTo(Operation.SHARED_VALUE);
		return new SharedValueState(new Message.Shared("beans.users", version, "{\"users\":%d}".formatted(users)),
				false);
	}

	private static void starts(AssertableApplicationContext context) {
		context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0],
				context.getSourceApplicationContext(), null));
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		LeaderProperties leaderProperties() {
			return new LeaderProperties();
		}

		@Bean
		Beans beans() {
			return new Beans();
		}

	}

	/**
	 * What it does.
	 */
	static class Beans {

		final List<LeadershipChanged> changes = new CopyOnWriteArrayList<>();

		private final AtomicInteger led = new AtomicInteger();

		private final AtomicInteger computations = new AtomicInteger();

		private volatile boolean broken;

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

		int computations() {
			return this.computations.get();
		}

		void breaks(boolean broken) {
			this.broken = broken;
		}

		@SharedValue(refresh = "1h")
		Count users() {
			this.computations.incrementAndGet();
			if (this.broken) {
				throw new IllegalStateException("the database is down");
			}
			return new Count(25);
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

	/**
	 * Is not one value.
	 */
	static class HasParameter {

		@SharedValue(refresh = "1s")
		int square(int number) {
			return number * number;
		}

	}

	/**
	 * Is a loop.
	 */
	static class TooOften {

		@SharedValue(refresh = "1ms")
		int value() {
			return 1;
		}

	}

	/**
	 * A value.
	 */
	record Count(int users) {

	}

}
