// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JobRuns}.
 */
class JobRunsTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	private final FakeProcess first = this.cluster.worker(1);

	private final FakeProcess second = this.cluster.worker(2);

	@Test
	void dueTimeIsGivenToOneWorker() {
		assertThat(claims(this.first, 1000, "mail")).isTrue();
		finishes(this.first, 1000, "mail");
		assertThat(claims(this.second, 1000, "mail")).isFalse();
		assertThat(claims(this.first, 1000, "mail")).isFalse();
		assertThat(claims(this.second, 2000, "mail")).isTrue();
	}

	@Test
	void dueTimeBeforeTheLastOneIsOver() {
		assertThat(claims(this.first, 2000, "mail")).isTrue();
		finishes(this.first, 2000, "mail");
		assertThat(claims(this.second, 1000, "mail")).isFalse();
	}

	@Test
	void jobsDoNotKnowEachOtherAndTheirNamesMayHoldBlanks() {
		assertThat(claims(this.first, 1000, "send the mail")).isTrue();
		assertThat(claims(this.second, 1000, "send the bill")).isTrue();
	}

	@Test
	void runThatIsDueWhileTheOneBeforeGoesOnIsSkipped() {
		assertThat(claims(this.first, 1000, "mail")).isTrue();
		assertThat(claims(this.second, 2000, "mail")).isFalse();
		finishes(this.first, 1000, "mail");
		assertThat(claims(this.second, 2000, "mail")).isTrue();
	}

	@Test
	void runOfAWorkerThatDiedIsOver() {
		assertThat(claims(this.first, 1000, "mail")).isTrue();
		this.cluster.exits(this.first, 137);
		assertThat(claims(this.second, 1000, "mail")).isFalse();
		assertThat(claims(this.second, 2000, "mail")).isTrue();
	}

	@Test
	void lateWordOfAnEndChangesNothingForTheNextRun() {
		assertThat(claims(this.first, 1000, "mail")).isTrue();
		finishes(this.first, 1000, "mail");
		assertThat(claims(this.second, 2000, "mail")).isTrue();
		finishes(this.first, 1000, "mail");
		finishes(this.first, 2000, "mail");
		assertThat(claims(this.first, 3000, "mail")).isFalse();
	}

	@Test
	void moreJobsThanAnyApplicationHasAreRefused() {
		for (int i = 0; i < JobRuns.MAX_JOBS; i++) {
			this.cluster.begins(this.first, new FromWorker.Call(i, new CollaborationRequest.Claim("job-" + i, 1)));
		}
		FromPrimary.Reply reply = this.cluster.asks(this.first, new CollaborationRequest.Claim("one-more", 1));
		assertThat(reply.refusal()).isEqualTo("INVALID");
		assertThat(reply.text()).contains("'one-more' exceeds the limit").contains("10000");
		assertThat(claims(this.second, 2, "job-1")).isFalse();
	}

	private boolean claims(FakeProcess worker, long due, String job) {
		return (boolean) this.cluster.asks(worker, new CollaborationRequest.Claim(job, due)).result();
	}

	private void finishes(FakeProcess worker, long due, String job) {
		assertThat(this.cluster.asks(worker, new CollaborationRequest.Finished(job, due)).refusal()).isNull();
	}

}
