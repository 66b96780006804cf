// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A broken version costs nobody anything but itself: one cluster that is offered one
 * after the other and goes on with what it had.
 */
class BrokenVersionIT {

	/**
	 * What the demo says when it has this fault.
	 */
	private static final String BOOT_MESSAGE = "This version of the demo cannot start, as demo.fault=boot says";

	@TempDir
	private static Path directory;

	private static Deployment deployment;

	private Set<Long> workers;

	@BeforeAll
	static void start() {
		deployment = Deployment.start(directory, "--cluster.reload.bake-time=4s");
	}

	@AfterAll
	static void stop() {
		if (deployment != null) {
			deployment.close();
		}
	}

	@BeforeEach
	void rememberWhoServes() {
		deployment.awaitStable();
		this.workers = pids();
	}

	@AfterEach
	void versionOneStillServes() {
		deployment.awaitStable();
		assertThat(deployment.versions()).containsExactly("1");
		assertThat(deployment.cluster().workers()).allMatch((worker) -> worker.generation() == 1);
	}

	@Test
	void versionThatDoesNotStartIsRefusedWithItsLastWords() {
		bring("boot");
		Reload verdict = refusedUnnoticed();
		assertThat(verdict.reason()).contains("exit code 1");
		assertThat(verdict.log()).anyMatch((line) -> line.contains(BOOT_MESSAGE));
	}

	@Test
	@Tag("full")
	void workerKilledDuringTheReloadComesBackWithTheOldVersion() {
		bring("boot");
		int logged = deployment.logged();
		assertThat(deployment.cluster().reload().status()).isEqualTo(202);
		long generation = deployment.cluster().lastReload().generation();
		deployment.cluster()
			.await("the first new worker", Duration.ofMinutes(1),
					() -> !deployment.startedSince(logged, generation).isEmpty());
		Worker victim = deployment.cluster().worker(2);
		assertThat(deployment.cluster().lastReload().isRunning()).isTrue();
		deployment.cluster().kill9(victim.pid());
		assertRefused(deployment.cluster().awaitReload());
		deployment.awaitStable();
		assertThat(pids()).doesNotContain(victim.pid());
	}

	/**
	 * What the new worker was executing when it died is lost, as with every worker that
	 * dies, but each client loses one request at most.
	 */
	@Test
	void versionThatDiesWhileItBakesIsRefusedAtTheCostOfItsOwnConnections() {
		bring("dies");
		LoadReport report = deployment.underLoad(() -> {
			assertRefused(deployment.reload());
			deployment.awaitStable();
		});
		assertThat(deployment.cluster().lastReload().reason()).contains("exit code 3");
		assertThat(report.failures()).as(report.toString())
			.isEqualTo(report.reset() + report.truncated())
			.isLessThanOrEqualTo(Deployment.CLIENTS);
		assertThat(pids()).as("who serves").isEqualTo(this.workers);
	}

	@Test
	@Tag("full")
	void versionThatDoesNotGetReadyInTimeIsRefused() {
		deployment.version("broken")
			.with("demo.fault", "unready")
			.with("cluster.reload.boot-timeout", "15s")
			.write()
			.overwriteInPlace(deployment.jar());
		assertThat(refusedUnnoticed().reason()).containsPattern("\\b15(\\.0)? ?s");
	}

	@Test
	void versionThatAnswersErrorsIsRefusedAtTheCostOfTheCanarysShare() {
		bring("errors");
		try (LoadClient load = deployment.load()) {
			Deployment.awaitMore(load);
			long before = load.report().requests();
			Reload verdict = deployment.reload();
			deployment.awaitStable();
			LoadReport during = load.report();
			Deployment.awaitMore(load);
			LoadReport report = load.stop();
			assertRefused(verdict);
			assertThat(verdict.reason()).containsPattern("\\d ?%");
			assertThat(during.failures()).as(during.toString()).isPositive();
			assertThat(report.failures()).as("with those after the verdict: " + report)
				.isEqualTo(report.serverErrors())
				.isEqualTo(during.failures());
			assertThat(during.failures()).as(during.toString()).isLessThanOrEqualTo((during.requests() - before) / 3);
		}
		assertThat(pids()).isEqualTo(this.workers);
	}

	@ParameterizedTest
	@EnumSource
	void damagedFileIsRefusedBeforeAnythingIsStarted(Damage damage) throws IOException {
		damage.doTo(deployment.jar());
		int logged = deployment.logged();
		Reload verdict = refusedUnnoticed();
		assertThat(verdict.reason()).contains(deployment.jar().getFileName().toString());
		assertThat(deployment.startedSince(logged, verdict.generation())).isEmpty();
	}

	@Test
	@Tag("full")
	void dryRunOfABrokenVersionFailsAndServesNobody() {
		bring("boot");
		Reload verdict = unnoticed(deployment::dryRun);
		assertRefused(verdict);
		assertThat(verdict.dryRun()).as(verdict.json().toString()).isTrue();
		assertThat(verdict.reason()).contains("exit code 1");
		assertThat(verdict.log()).anyMatch((line) -> line.contains(BOOT_MESSAGE));
	}

	@Test
	@Tag("full")
	void dryRunSendsNoRequestToTheNewVersion() {
		bring("errors");
		Reload verdict = unnoticed(deployment::dryRun);
		assertThat(verdict.hasSucceeded()).as(verdict.json().toString()).isTrue();
	}

	@Test
	void rollbackWithoutAPreviousGenerationIsRefused() {
		Response answer = deployment.rollBack();
		assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
	}

	private static void bring(String fault) {
		deployment.version("broken").with("demo.fault", fault).write().overwriteInPlace(deployment.jar());
	}

	private Reload refusedUnnoticed() {
		Reload verdict = unnoticed(deployment::reload);
		assertRefused(verdict);
		return verdict;
	}

	/**
	 * Reload under load, of which neither clients nor workers may notice anything.
	 */
	private Reload unnoticed(Supplier<Reload> reload) {
		LoadReport report = deployment.unnoticed(() -> {
			reload.get();
			deployment.awaitStable();
		});
		assertThat(this.workers).as("who answered").containsAll(report.pids().keySet());
		assertThat(pids()).as("who serves").isEqualTo(this.workers);
		return deployment.cluster().lastReload();
	}

	private static void assertRefused(Reload verdict) {
		assertThat(verdict.hasFailed()).as(verdict.json().toString()).isTrue();
	}

	private static Set<Long> pids() {
		return deployment.cluster().workers().stream().map(Worker::pid).collect(Collectors.toSet());
	}

	/**
	 * What can happen to a file on its way.
	 */
	enum Damage {

		HALF_COPIED {

			@Override
			void doTo(Path jar) {
				deployment.version("broken").write().halfCopied(jar);
			}

		},

		FLIPPED_BYTE {

			@Override
			void doTo(Path jar) {
				deployment.version("broken").write().flippedByte(jar);
			}

		},

		MISSING {

			@Override
			void doTo(Path jar) throws IOException {
				Files.deleteIfExists(jar);
			}

		};

		abstract void doTo(Path jar) throws IOException;

	}

}
