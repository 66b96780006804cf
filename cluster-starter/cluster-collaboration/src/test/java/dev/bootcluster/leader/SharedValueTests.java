// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.ipc.SharedValueState;
import dev.bootcluster.messaging.FakeLink;
import dev.bootcluster.messaging.LoopbackLink;
import dev.bootcluster.test.Await;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedValue} in an application's context.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedValueTests {

	/**
	 * Used instead of the common pool, which has only one thread on a machine with two
	 * processors.
	 */
	private static final Executor THREADS = (task) -> new Thread(task).start();

	private final FakeLink primary = new FakeLink();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(LeaderConfiguration.class)
		.withBean(LeaderProperties.class)
		.withBean("beans", Beans.class);

	private final ApplicationContextRunner standalone = this.application.withBean(Link.class, LoopbackLink::new);

	private final ApplicationContextRunner worker = this.application.withBean(Link.class, () -> this.primary);

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
		this.primary.answers((request) -> value(request, 7, 625));
		this.worker.run((context) -> {
			starts(context);
			Beans beans = context.getBean(Beans.class);
			assertThat(beans.users()).isEqualTo(new Count(625));
			this.primary.says(new FromPrimary.Shared("beans.users", 8, "{\"users\":5}"));
			assertThat(beans.users()).isEqualTo(new Count(5));
			this.primary.says(new FromPrimary.Shared("beans.users", 7, "{\"users\":4}"));
			assertThat(beans.users()).isEqualTo(new Count(5));
			assertThat(beans.computations()).isZero();
		});
	}

	@Test
	void workerThatIsToComputeTellsThePrimaryAndWaitsForItsVersion() {
		this.primary.answers((request) -> {
			boolean computed = !this.primary.sent(FromWorker.Computed.class).isEmpty();
			return computed ? value(request, 1, 25) : new SharedValueState(null, true);
		});
		this.worker.run((context) -> {
			starts(context);
			assertThat(this.primary.sent(FromWorker.Computed.class))
				.containsExactly(new FromWorker.Computed("beans.users", "{\"users\":25}"));
			assertThat(context.getBean(Beans.class).users()).isEqualTo(new Count(25));
		});
	}

	@Test
	void workerThatCannotReadTheValueOfAnotherGenerationComputesItsOwn(CapturedOutput output) {
		this.primary
			.answers((request) -> new SharedValueState(new FromPrimary.Shared("beans.users", 7, "[\"another shape\"]"),
					false));
		this.worker.run((context) -> {
			starts(context);
			Beans beans = context.getBean(Beans.class);
			assertThat(beans.users()).isEqualTo(new Count(25));
			assertThat(beans.computations()).isEqualTo(1);
			assertThat(this.primary.sent(FromWorker.Computed.class)).isEmpty();
			assertThat(output).containsOnlyOnce("has a format that this generation of the application cannot read");
			this.primary.says(new FromPrimary.Shared("beans.users", 8, "{\"users\":5}"));
			assertThat(beans.users()).isEqualTo(new Count(5));
		});
	}

	@Test
	void primaryIsHeardWhileAWorkerComputesItsOwnValue() {
		this.primary
			.answers((request) -> new SharedValueState(new FromPrimary.Shared("beans.users", 7, "[\"another shape\"]"),
					false));
		this.worker.run((context) -> {
			Beans beans = context.getBean(Beans.class);
			beans.holds(true);
			CompletableFuture<Count> reader = CompletableFuture.supplyAsync(beans::users, THREADS);
			Await.until("the computation", () -> beans.computations() == 1);
			CompletableFuture<Void> heard = CompletableFuture
				.runAsync(() -> this.primary.says(new FromPrimary.Shared("beans.users", 8, "{\"users\":5}")), THREADS);
			Await.until("the value of the others", heard::isDone);
			assertThat(beans.users()).isEqualTo(new Count(5));
			beans.holds(false);
			assertThat(reader.join()).isEqualTo(new Count(5));
		});
	}

	@Test
	void readersWaitForTheOneThatComputesAndAskNowAndThen() {
		AtomicInteger questions = new AtomicInteger();
		this.primary.answers((request) -> {
			questions.incrementAndGet();
			boolean computed = !this.primary.sent(FromWorker.Computed.class).isEmpty();
			return computed ? value(request, 1, 25) : new SharedValueState(null, true);
		});
		this.worker.run((context) -> {
			Beans beans = context.getBean(Beans.class);
			beans.holds(true);
			CompletableFuture<Count> first = CompletableFuture.supplyAsync(beans::users, THREADS);
			Await.until("the computation", () -> beans.computations() == 1);
			CompletableFuture<Count> second = CompletableFuture.supplyAsync(beans::users, THREADS);
			Await.until("the second to ask again", () -> questions.get() >= 4);
			beans.holds(false);
			assertThat(first.join()).isEqualTo(new Count(25));
			assertThat(second.join()).isEqualTo(new Count(25));
			assertThat(beans.computations()).isEqualTo(1);
			assertThat(questions).as("one each 100 ms, not as many as a loop can ask").hasValueLessThan(100);
		});
	}

	@Test
	void readerThatIsToldToComputeTooLateComputesNothing() {
		AtomicReference<CompletableFuture<Count>> first = new AtomicReference<>();
		AtomicBoolean asked = new AtomicBoolean();
		this.primary.answers((request) -> {
			boolean computed = !this.primary.sent(FromWorker.Computed.class).isEmpty();
			if (!computed && first.get() != null) {
				asked.set(true);
				Await.until("the first reader's value", first.get()::isDone);
			}
			return computed ? value(request, 1, 25) : new SharedValueState(null, true);
		});
		this.worker.run((context) -> {
			Beans beans = context.getBean(Beans.class);
			beans.holds(true);
			CompletableFuture<Count> reader = CompletableFuture.supplyAsync(beans::users, THREADS);
			Await.until("the computation", () -> beans.computations() == 1);
			first.set(reader);
			CompletableFuture<Count> second = CompletableFuture.supplyAsync(beans::users, THREADS);
			Await.until("the second to ask", asked::get);
			beans.holds(false);
			assertThat(second.join()).isEqualTo(new Count(25));
			assertThat(beans.computations()).isEqualTo(1);
		});
	}

	@Test
	void valueThatIsTooLargeToTravelIsAFailureAndNothingThatEndsTheChannel() {
		this.standalone.withBean(Large.class).run((context) -> {
			Large large = context.getBean(Large.class);
			large.size(1024 * 1024);
			assertThatExceptionOfType(ClusterException.class).isThrownBy(large::text)
				.withMessageContaining("its JSON has 1048578 bytes, but the limit is 1048576");
			large.size(1);
			assertThat(large.text()).isEqualTo("x");
		});
	}

	@Test
	void ageOfAValueIsAMetric() {
		this.standalone.run((context) -> {
			starts(context);
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(registry);
			assertThat(registry.get("cluster.shared.value.age").tag("name", "beans.users").gauge().value())
				.isNotNegative();
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
			assertThat(output).contains("Shared value 'beans.users' could not be computed: there is no value yet");
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
			assertThat(output).containsOnlyOnce("could not be computed: the value from");
		});
	}

	@Test
	void valueOfAnotherShapeLeavesTheLastOne(CapturedOutput output) {
		this.primary.answers((request) -> value(request, 7, 625));
		this.worker.run((context) -> {
			starts(context);
			this.primary.says(new FromPrimary.Shared("beans.users", 8, "[\"another shape\"]"));
			assertThat(context.getBean(Beans.class).users()).isEqualTo(new Count(625));
			assertThat(output).contains("has a format that this generation of the application cannot read");
		});
	}

	@Test
	void sharedValueWithAParameterOrWithoutASensibleRefreshIsRefused() {
		this.standalone.withBean(HasParameter.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("must return a value and have no parameters"));
		this.standalone.withBean(TooOften.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("refresh '1ms' is not a duration of at least 100 ms"));
	}

	private static SharedValueState value(CollaborationRequest<?> request, long version, int users) {
		assertThat(request).isEqualTo(new CollaborationRequest.AskValue("beans.users"));
		return new SharedValueState(new FromPrimary.Shared("beans.users", version, "{\"users\":%d}".formatted(users)),
				false);
	}

	private static void starts(AssertableApplicationContext context) {
		context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0],
				context.getSourceApplicationContext(), null));
	}

	/**
	 * What it shares.
	 */
	static class Beans {

		private final AtomicInteger computations = new AtomicInteger();

		private volatile boolean broken;

		private volatile boolean held;

		int computations() {
			return this.computations.get();
		}

		void breaks(boolean broken) {
			this.broken = broken;
		}

		void holds(boolean held) {
			this.held = held;
		}

		@SharedValue(refresh = "1h")
		Count users() {
			this.computations.incrementAndGet();
			Await.until("the test", () -> !this.held);
			if (this.broken) {
				throw new IllegalStateException("the database is down");
			}
			return new Count(25);
		}

	}

	/**
	 * Shares a text.
	 */
	static class Large {

		private volatile int size;

		void size(int size) {
			this.size = size;
		}

		@SharedValue(refresh = "1h")
		String text() {
			return "x".repeat(this.size);
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
