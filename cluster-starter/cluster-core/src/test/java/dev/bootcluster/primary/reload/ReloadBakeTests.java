// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ReloadState;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.GenerationException;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeGenerations;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.FollowedReload;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stories of reloads that prepare, bake, take over several slots at a time, are only
 * trials or are rolled back.
 */
class ReloadBakeTests {

	private static final int BAKE = 10;

	private final SupervisedCluster cluster = SupervisedCluster.serving(4);

	ReloadBakeTests() {
		settings("1", BAKE, Duration.ofHours(1));
	}

	@Test
	void newWorkerServesBesideTheOldOneUntilItHasBaked() {
		FakeProcess old = this.cluster.worker(1);
		FollowedReload reload = this.cluster.reload();
		FakeProcess candidate = this.cluster.ready(1);
		assertThat(this.cluster.serves(candidate)).isTrue();
		assertThat(this.cluster.serves(old)).isTrue();
		this.cluster.after(Duration.ofSeconds(BAKE).minusMillis(1));
		assertThat(this.cluster.drains(old)).isFalse();
		this.cluster.after(Duration.ofMillis(1));
		assertThat(this.cluster.drains(old)).isTrue();
		assertThat(reload.info().slots()).containsExactly(1);
	}

	@Test
	void newWorkerThatDiesWhileItBakesCostsNobodyTheOldOne() {
		FakeProcess old = this.cluster.worker(1);
		FollowedReload reload = this.cluster.reload();
		this.cluster.ready(1);
		this.cluster.afterSeconds(BAKE - 1);
		this.cluster.exits(this.cluster.worker(1), 3);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).contains("generation 2").endsWith("unexpectedly with exit code 3");
		assertThat(this.cluster.serves(old)).isTrue();
		this.cluster.afterSeconds(3600);
		assertThat(this.cluster.launcher.launched).as("no respawn").hasSize(5);
	}

	@Test
	void newWorkerThatItsApplicationEndsWhileItBakesCostsNobodyTheOldOne() {
		FakeProcess old = this.cluster.worker(1);
		FollowedReload reload = this.cluster.reload();
		FakeProcess candidate = this.cluster.ready(1);
		this.cluster.says(candidate, new FromWorker.Leaving("its own application ended it"));
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).endsWith("its own application ended it");
		this.cluster.afterSeconds(BAKE);
		assertThat(this.cluster.serves(old)).isTrue();
		assertThat(this.cluster.serves(candidate)).isFalse();
	}

	@Test
	void newWorkerThatIsTerminatedWhileItBakesCostsNobodyTheOldOne() {
		FakeProcess old = this.cluster.worker(1);
		FollowedReload reload = this.cluster.reload();
		this.cluster.says(this.cluster.ready(1), new FromWorker.StopRequested("SIGTERM"));
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(this.cluster.serves(old)).isTrue();
	}

	@Test
	void newWorkerThatClosedItsChannelDoesNotTakeOver() {
		FakeProcess old = this.cluster.worker(1);
		FollowedReload reload = this.cluster.reload();
		this.cluster.disconnects(this.cluster.ready(1));
		assertThat(reload.isRunning()).as("its exit will say more").isTrue();
		this.cluster.afterSeconds(BAKE);
		assertThat(reload.info().reason()).endsWith("stopped serving while it was on trial");
		assertThat(this.cluster.serves(old)).isTrue();
	}

	@Test
	void newWorkerThatAnswersWithErrorsIsRemovedAtItsNextHeartbeat() {
		FollowedReload reload = this.cluster.reload();
		FakeProcess old = this.cluster.launcher.of(1).get(0);
		FakeProcess candidate = this.cluster.ready(1);
		beats(candidate, Bake.SAMPLE - 1, Bake.SAMPLE - 1);
		assertThat(reload.isRunning()).as("too few requests to judge").isTrue();
		beats(candidate, Bake.SAMPLE, 2);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason())
			.endsWith("answered 10% of 20 requests with errors, the previous generation 0%");
		assertThat(this.cluster.drains(candidate)).isTrue();
		assertThat(this.cluster.serves(old)).isTrue();
	}

	@Test
	void errorsThatTheOldWorkersHaveTooAreNoReasonToFail() {
		FollowedReload reload = this.cluster.reload();
		FakeProcess old = this.cluster.launcher.of(2).get(0);
		beats(old, 1000, 0);
		FakeProcess candidate = this.cluster.ready(1);
		beats(old, 1100, 20);
		beats(candidate, 100, 45);
		assertThat(reload.isRunning()).as("45% are not more than twice 20% and 5%").isTrue();
		beats(candidate, 100, 46);
		assertThat(reload.isRunning()).isFalse();
	}

	@Test
	void firstIsAloneThenAsManyAsTheSurgeAllows() {
		settings("50%", BAKE, Duration.ofHours(1));
		FollowedReload reload = this.cluster.reload();
		assertThat(this.cluster.launcher.alive()).hasSize(5);
		FakeProcess old = this.cluster.launcher.of(1).get(0);
		this.cluster.ready(1);
		this.cluster.afterSeconds(BAKE);
		this.cluster.drained(old);
		assertThat(this.cluster.launcher.alive()).as("slots 2 and 3").hasSize(6);
		this.cluster.ready(3);
		this.cluster.ready(2);
		this.cluster.afterSeconds(BAKE);
		this.cluster.drained(this.cluster.launcher.of(3).get(0));
		assertThat(this.cluster.worker(4).generation()).as("does not wait for slot 2").isEqualTo(2);
		this.cluster.ready(4);
		this.cluster.drained(this.cluster.launcher.of(2).get(0));
		this.cluster.afterSeconds(BAKE);
		this.cluster.drained(this.cluster.launcher.of(4).get(0));
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(this.cluster.generations()).containsExactly(2, 2, 2, 2);
		assertThat(this.cluster.generations.retained).containsExactlyInAnyOrder(1, 2);
	}

	@Test
	void reloadThatTakesTooLongIsRolledBack() {
		settings("1", BAKE, Duration.ofSeconds(60));
		FollowedReload reload = this.cluster.reload();
		FakeProcess old = this.cluster.launcher.of(1).get(0);
		this.cluster.ready(1);
		this.cluster.afterSeconds(BAKE);
		this.cluster.drained(old);
		this.cluster.afterSeconds(50);
		assertThat(reload.info().state()).isEqualTo(ReloadState.RUNNING);
		assertThat(reload.info().reason()).isEqualTo("it took longer than 1m00s");
		FakeProcess wayBack = this.cluster.worker(1);
		assertThat(wayBack.generation()).isEqualTo(1);
		this.cluster.ready(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
	}

	@Test
	void nothingIsStartedForAGenerationThatCannotBePrepared() {
		this.cluster.generations.preparation = new CompletableFuture<>();
		FollowedReload reload = this.cluster.reload();
		assertThat(reload.info().state()).isEqualTo(ReloadState.RUNNING);
		this.cluster.generations.preparation
			.completeExceptionally(new GenerationException("app.jar is damaged", List.of("line")));
		this.cluster.loop.run();
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).isEqualTo("app.jar is damaged");
		assertThat(reload.info().log()).containsExactly("line");
		assertThat(this.cluster.launcher.launched).hasSize(4);
		assertThat(this.cluster.generations.retained).containsExactly(1);
	}

	@Test
	void preparationThatEndsAfterTheClusterStartsNothing() {
		this.cluster.generations.preparation = new CompletableFuture<Generation>();
		FollowedReload reload = this.cluster.reload();
		this.cluster.shutDown();
		this.cluster.generations.preparation.complete(this.cluster.generations.get(2));
		this.cluster.loop.run();
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(this.cluster.launcher.launched).hasSize(4);
	}

	@Test
	void dryRunServesNobodyAndIsRemoved() {
		FollowedReload trial = this.cluster.follow(this.cluster.supervisor.reloads().begin(true));
		this.cluster.loop.run();
		FakeProcess tried = this.cluster.worker(0);
		this.cluster.ready(tried);
		assertThat(this.cluster.serves(tried)).isFalse();
		this.cluster.afterSeconds(BAKE);
		assertThat(this.cluster.drains(tried)).isTrue();
		assertThat(trial.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(trial.info().dryRun()).isTrue();
		this.cluster.drained(tried);
		assertThat(this.cluster.info().generation()).isEqualTo(1);
		assertThat(this.cluster.reload().info().generation()).isEqualTo(3);
	}

	@Test
	void dryRunOfABrokenVersionFailsWithItsReason() {
		FollowedReload trial = this.cluster.follow(this.cluster.supervisor.reloads().begin(true));
		this.cluster.loop.run();
		this.cluster.exits(this.cluster.worker(0), 1);
		assertThat(trial.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(trial.info().reason()).endsWith("before it was ready with exit code 1");
		this.cluster.afterSeconds(3600);
		assertThat(this.cluster.launcher.launched).hasSize(5);
	}

	@Test
	void rollbackBringsThePreviousGenerationBack() {
		Reloads reloads = this.cluster.supervisor.reloads();
		assertThatExceptionOfType(ClusterException.class).isThrownBy(reloads::rollBack)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.CONFLICT))
			.withMessage("There is no generation before 1 to return to");
		replaceAll(this.cluster.reload());
		this.cluster.generations.preparation = new CompletableFuture<>();
		FollowedReload back = this.cluster.follow(reloads.rollBack());
		replaceAll(back);
		assertThat(back.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(back.info().generation()).isEqualTo(1);
		assertThat(this.cluster.generations()).containsExactly(1, 1, 1, 1);
		assertThat(this.cluster.generations.retained).as("to go forward again").containsExactlyInAnyOrder(1, 2);
	}

	private void replaceAll(FollowedReload reload) {
		for (int slot = 1; slot <= 4; slot++) {
			List<FakeProcess> workers = this.cluster.launcher.of(slot);
			FakeProcess old = workers.get(workers.size() - 2);
			this.cluster.ready(slot);
			this.cluster.afterSeconds(BAKE);
			this.cluster.drained(old);
		}
		assertThat(reload.isRunning()).isFalse();
	}

	private void beats(FakeProcess worker, long requests, long errors) {
		this.cluster.says(worker, new FromWorker.Heartbeat(0, requests, errors, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
	}

	private void settings(String surge, int bakeSeconds, Duration deadline) {
		this.cluster.generations.reload = new ReloadSettings(Surge.of(surge), FakeGenerations.BOOT_TIMEOUT,
				Duration.ofSeconds(bakeSeconds), FakeGenerations.DRAIN_TIMEOUT, deadline);
	}

}
