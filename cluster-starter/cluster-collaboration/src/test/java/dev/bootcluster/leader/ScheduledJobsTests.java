// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.TaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ScheduledJobs} and {@link Job}: two workers and one ledger.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScheduledJobsTests {

	private final ManualTimer timer = new ManualTimer();

	private final Ledger ledger = new Ledger();

	private final Worker first = new Worker(this.timer, this.ledger);

	private final Worker second = new Worker(this.timer, this.ledger);

	@Test
	void onlyTheLeaderRuns() {
		this.first.election.leads(true);
		this.timer.advance(Duration.ofSeconds(35));
		assertThat(this.first.mail.runs).containsExactly("00:00:10", "00:00:20", "00:00:30");
		assertThat(this.second.mail.runs).isEmpty();
	}

	@Test
	void nextLeaderMakesUpForTheTimeNobodyBegan() {
		this.first.election.leads(true);
		this.timer.advance(Duration.ofSeconds(15));
		this.first.election.leads(false);
		this.timer.advance(Duration.ofSeconds(6));
		this.second.election.leads(true);
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(this.first.mail.runs).containsExactly("00:00:10");
		assertThat(this.second.mail.runs).containsExactly("00:00:20", "00:00:30");
	}

	@Test
	void nextLeaderDoesNotRepeatWhatTheOneBeforeBegan() {
		this.first.election.leads(true);
		this.timer.advance(Duration.ofSeconds(10));
		this.first.election.leads(false);
		this.second.election.leads(true);
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(this.first.mail.runs).containsExactly("00:00:10");
		assertThat(this.second.mail.runs).isEmpty();
	}

	@Test
	void twoThatBelieveToLeadShareTheRuns() {
		this.first.election.leads(true);
		this.second.election.leads(true);
		this.timer.advance(Duration.ofSeconds(45));
		List<String> runs = new ArrayList<>(this.first.mail.runs);
		runs.addAll(this.second.mail.runs);
		assertThat(runs).containsExactlyInAnyOrder("00:00:10", "00:00:20", "00:00:30", "00:00:40");
	}

	@Test
	void timesThatPassedWhileNothingRanAreMadeUpFor() {
		this.first.election.leads(true);
		this.timer.stall(Duration.ofSeconds(39));
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.first.mail.runs).containsExactly("00:00:10", "00:00:20", "00:00:30", "00:00:40");
	}

	@Test
	void timesThatNobodyBeganAreMadeUpForAsFarAsTheyAreRecent() {
		this.timer.advance(Duration.ofSeconds(95));
		this.second.election.leads(true);
		assertThat(this.second.mail.runs).containsExactly("00:00:40", "00:00:50", "00:01:00", "00:01:10", "00:01:20",
				"00:01:30");
	}

	@Test
	void timesOfALongSleepAreNotMadeUpFor() {
		this.first.election.leads(true);
		this.timer.stall(Duration.ofHours(9));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.first.mail.runs).hasSizeLessThanOrEqualTo(Job.REMEMBERED).last().isEqualTo("09:00:00");
	}

	@Test
	void runsOfOneWorkerFollowOneAnother() {
		Deque<Runnable> threads = new ArrayDeque<>();
		Worker busy = new Worker(this.timer, this.ledger, threads::add);
		busy.election.leads(true);
		this.timer.advance(Duration.ofSeconds(35));
		assertThat(threads).hasSize(1);
		threads.remove().run();
		assertThat(busy.mail.runs).containsExactly("00:00:10", "00:00:20", "00:00:30");
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(threads).hasSize(1);
	}

	@Test
	void leaderThatIsOneNoMoreLeavesWhatWaitsToTheNext() {
		Deque<Runnable> threads = new ArrayDeque<>();
		Worker busy = new Worker(this.timer, this.ledger, threads::add);
		busy.election.leads(true);
		this.timer.advance(Duration.ofSeconds(25));
		busy.election.leads(false);
		this.second.election.leads(true);
		threads.remove().run();
		assertThat(busy.mail.runs).isEmpty();
		assertThat(this.second.mail.runs).containsExactly("00:00:10", "00:00:20");
	}

	@Test
	void jobThatFailsRunsAgain(CapturedOutput output) {
		this.first.election.leads(true);
		this.first.mail.broken = true;
		this.timer.advance(Duration.ofSeconds(25));
		assertThat(this.first.mail.runs).containsExactly("00:00:10", "00:00:20");
		assertThat(output).contains("Job 'mail.send' failed").contains("no paper");
		assertThat(this.ledger.ended).hasSize(2);
	}

	@Test
	void jobIsNotRunWhileThePrimaryIsSilent(CapturedOutput output) {
		this.first.election.leads(true);
		this.ledger.silent = true;
		this.timer.advance(Duration.ofSeconds(15));
		assertThat(this.first.mail.runs).isEmpty();
		assertThat(output).contains(
				"The run of job 'mail.send' due at 2026-01-01T00:00:10Z could not be claimed or released: no answer");
	}

	@Test
	void runThatCannotBeGivenBackHoldsUpNoOther(CapturedOutput output) {
		this.first.election.leads(true);
		this.ledger.keeps = true;
		this.timer.advance(Duration.ofSeconds(25));
		assertThat(this.first.mail.runs).containsExactly("00:00:10", "00:00:20");
		assertThat(output)
			.contains("The run of job 'mail.send' due at 2026-01-01T00:00:10Z could not be claimed or released: kept");
	}

	@Test
	void methodWithAnotherParameterIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> new Worker(this.timer, this.ledger, new WantsMore()))
			.withMessageContaining("may have only one parameter, the Instant when it was due");
	}

	@Test
	void scheduleThatMakesNoSenseIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> new Worker(this.timer, this.ledger, new Never()))
			.withMessageContaining("Never.run()")
			.withMessageContaining("exactly one of cron and fixedRate must be set");
	}

	@Test
	void twoJobsWithOneNameAreRefused() {
		assertThatIllegalStateException().isThrownBy(() -> new Worker(this.timer, this.ledger, new Twins()))
			.withMessageContaining("another job already has the name 'twin'; give it a different name");
	}

	/**
	 * One worker's jobs.
	 */
	private static final class Worker {

		final FakeElection election = new FakeElection();

		final Mail mail = new Mail();

		Worker(ManualTimer timer, JobClaims claims, Object... more) {
			this(timer, claims, Runnable::run, more);
		}

		Worker(ManualTimer timer, JobClaims claims, TaskExecutor executor, Object... more) {
			DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
			beans.registerSingleton("mail", this.mail);
			for (Object bean : more) {
				beans.registerSingleton(bean.getClass().getSimpleName(), bean);
			}
			ScheduledJobs jobs = new ScheduledJobs(beans, this.election, claims, timer, executor, timer);
			jobs.afterSingletonsInstantiated();
			jobs.start();
		}

	}

	/**
	 * A ledger like the primary's.
	 */
	private static final class Ledger implements JobClaims {

		final Set<Instant> taken = new TreeSet<>();

		final List<Instant> ended = new ArrayList<>();

		boolean silent;

		boolean keeps;

		@Override
		public Optional<Runnable> claim(String job, Instant due) {
			if (this.silent) {
				throw new ClusterException(Reason.UNAVAILABLE, "no answer");
			}
			return this.taken.add(due) ? Optional.of(() -> end(due)) : Optional.empty();
		}

		private void end(Instant due) {
			if (this.keeps) {
				throw new IllegalStateException("kept");
			}
			this.ended.add(due);
		}

	}

	/**
	 * An application's job.
	 */
	static class Mail {

		final List<String> runs = new ArrayList<>();

		boolean broken;

		@ClusterScheduled(fixedRate = "10s")
		void send(Instant due) {
			this.runs.add(due.toString().substring(11, 19));
			if (this.broken) {
				throw new IllegalStateException("no paper");
			}
		}

	}

	/**
	 * A job with one parameter too many.
	 */
	static class WantsMore {

		@ClusterScheduled(fixedRate = "10s")
		void run(String what) {
		}

	}

	/**
	 * A job without a time.
	 */
	static class Never {

		@ClusterScheduled
		void run() {
		}

	}

	/**
	 * Two jobs with one name.
	 */
	static class Twins {

		@ClusterScheduled(fixedRate = "10s", name = "twin")
		void one() {
		}

		@ClusterScheduled(fixedRate = "20s", name = "twin")
		void two() {
		}

	}

}
