// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import dev.bootcluster.testing.DemoJar;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A generation is the code and the configuration that were there when its reload began,
 * whatever becomes of the files: one cluster on its way through good versions.
 */
class GenerationIT {

	/**
	 * How much longer a slow version boots; the profile {@code soak} asks for thirty
	 * seconds.
	 */
	private static final int SLOW_SECONDS = Integer.getInteger("soak.slow", 8);

	@TempDir
	private static Path directory;

	private static Deployment deployment;

	private static int number = 1;

	/**
	 * What serves when a test begins, whichever it is: all tests bring versions of their
	 * own and leave a stable cluster.
	 */
	private Set<String> serving;

	@BeforeAll
	static void start() {
		deployment = Deployment.start(directory, "--cluster.reload.bake-time=1s");
	}

	@AfterAll
	static void stop() {
		if (deployment != null) {
			deployment.close();
		}
	}

	@BeforeEach
	void everyWorkerServesTheSame() {
		deployment.awaitStable();
		this.serving = deployment.versions();
		assertThat(this.serving).hasSize(1);
	}

	/**
	 * So does {@link ChangedClassIT}, with a class that has changed.
	 */
	@Test
	@Tag("full")
	void overwrittenVersionServesAfterAReloadAndTheOldOneAfterARollback() {
		String version = next();
		deployment.unnoticed(() -> {
			deployment.version(version).write().overwriteInPlace(deployment.jar());
			assertSucceeds(deployment.reload());
		});
		assertThat(deployment.versions()).containsExactly(version);
		deployment.unnoticed(() -> {
			assertThat(deployment.rollBack().status()).isEqualTo(202);
			assertSucceeds(deployment.cluster().awaitReload());
			deployment.awaitStable();
		});
		assertThat(deployment.versions()).isEqualTo(this.serving);
	}

	@ParameterizedTest
	@EnumSource
	@Tag("full")
	void newVersionServesAfterAReloadHoweverItWasBrought(Way way) {
		String version = next();
		deployment.unnoticed(() -> {
			way.bring.accept(deployment.version(version).write(), deployment.jar());
			assertSucceeds(deployment.reload());
		});
		assertThat(deployment.versions()).containsExactly(version);
	}

	@Test
	void killedWorkerComesBackWithTheVersionThatServesNotWithTheOneOnDisk() {
		deployment.unnoticed(() -> deployment.version(next()).write().overwriteInPlace(deployment.jar()));
		deployment.replaceByKill(1);
		assertThat(deployment.versions()).isEqualTo(this.serving);
		deployment.replaceByKill(2);
		assertThat(deployment.versions()).isEqualTo(this.serving);
	}

	@Test
	void configurationBesideTheJarBelongsToTheGenerationToo() throws IOException {
		Path configuration = directory.resolve("application.yml");
		try {
			Files.writeString(configuration, "demo:\n  version: external\n");
			deployment.replaceByKill(1);
			assertThat(deployment.versions()).isEqualTo(this.serving);
			deployment.unnoticed(() -> assertSucceeds(deployment.reload()));
			assertThat(deployment.versions()).containsExactly("external");
			Files.writeString(configuration, "demo:\n  version: [\n\t broken: {\n");
			deployment.unnoticed(() -> {
				Reload verdict = deployment.reload();
				assertThat(verdict.hasFailed()).as(verdict.json().toString()).isTrue();
				assertThat(verdict.reason()).isNotEmpty();
				deployment.awaitStable();
			});
			deployment.replaceByKill(2);
			assertThat(deployment.versions()).containsExactly("external");
		}
		finally {
			Files.deleteIfExists(configuration);
		}
	}

	@Test
	@Tag("full")
	void dryRunOfAGoodVersionSucceedsAndServesNobody() {
		Set<Long> workers = pids();
		deployment.version(next()).write().overwriteInPlace(deployment.jar());
		int logged = deployment.logged();
		LoadReport report = deployment.unnoticed(() -> {
			Reload verdict = deployment.dryRun();
			assertSucceeds(verdict);
			assertThat(verdict.dryRun()).as(verdict.json().toString()).isTrue();
			assertThat(deployment.startedSince(logged, verdict.generation())).hasSize(1);
			deployment.awaitStable();
		});
		assertThat(workers).containsAll(report.pids().keySet());
		assertThat(pids()).isEqualTo(workers);
		assertThat(deployment.versions()).isEqualTo(this.serving);
	}

	/**
	 * Goes back in the end, because all workers that other tests kill would boot as
	 * slowly.
	 */
	@Test
	@Tag("full")
	void slowBootCostsNothingButTime() {
		String version = next();
		deployment.version(version)
			.with("demo.fault", "slow")
			.with("demo.fault-after", SLOW_SECONDS + "s")
			.write()
			.overwriteInPlace(deployment.jar());
		deployment.unnoticed(() -> assertSucceeds(deployment.reload()));
		assertThat(deployment.versions()).containsExactly(version);
		assertThat(deployment.rollBack().status()).isEqualTo(202);
		assertSucceeds(deployment.cluster().awaitReload());
	}

	private static String next() {
		return Integer.toString(++number);
	}

	private static Set<Long> pids() {
		return deployment.cluster().workers().stream().map(Worker::pid).collect(Collectors.toSet());
	}

	private static void assertSucceeds(Reload verdict) {
		assertThat(verdict.hasSucceeded()).as(verdict.json().toString()).isTrue();
	}

	/**
	 * Other ways to bring a version than to overwrite the file.
	 */
	enum Way {

		RENAME(DemoJar::replace), LINK(DemoJar::switchLink);

		private final BiConsumer<DemoJar, Path> bring;

		Way(BiConsumer<DemoJar, Path> bring) {
			this.bring = bring;
		}

	}

}
