// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.worker.TestLaunch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link StartReport}, {@link ClusterChecks} and
 * {@link ClusterCheckFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartReportTests {

	@TempDir
	private Path directory;

	private final MockEnvironment environment = new MockEnvironment();

	private final List<ClusterCheck> checks = new ArrayList<>();

	@Test
	void findingIsOneLineWithItsRemedyAndItsProperty(CapturedOutput output) {
		check("uploads", CheckLevel.WARN, "Uploads are in /tmp");
		check("pools", CheckLevel.INFO, "2 pools");
		report();
		assertThat(output.getOut()).contains("What 2 workers multiply or cannot share")
			.containsPattern("WARN .* cluster\\.checks\\.uploads: Uploads are in /tmp\\. Do otherwise\\.")
			.containsPattern("INFO .* cluster\\.checks\\.pools: 2 pools\\. Do otherwise\\.");
	}

	@Test
	void nothingIsSaidAboutAnOrdinaryApplication(CapturedOutput output) {
		this.checks.addAll(ClusterChecks.OWN);
		report();
		assertThat(output.getOut()).isEmpty();
	}

	@Test
	void otherWorkersReportOnlyWhatIsNew(CapturedOutput output) {
		check("uploads", CheckLevel.WARN, "Uploads are in /tmp");
		check("database", CheckLevel.WARN, "jdbc:h2:mem:" + UUID.randomUUID());
		report();
		this.checks.clear();
		check("uploads", CheckLevel.WARN, "Uploads are in /tmp");
		check("database", CheckLevel.WARN, "jdbc:h2:mem:" + UUID.randomUUID());
		report();
		check("uploads", CheckLevel.WARN, "Uploads are in /var");
		report();
		assertThat(output.getOut().lines().filter((line) -> line.contains(" cluster.checks."))).satisfiesExactly(
				(line) -> assertThat(line).contains("/tmp"), (line) -> assertThat(line).contains("jdbc:h2:mem"),
				(line) -> assertThat(line).contains("/var"));
	}

	@Test
	void userDecidesWhatAFindingMeans(CapturedOutput output) {
		this.environment.setProperty("cluster.checks.one", "off");
		this.environment.setProperty("cluster.checks.two", "info");
		this.environment.setProperty("cluster.checks.three", "warn");
		check("one", CheckLevel.WARN, "One");
		check("two", CheckLevel.WARN, "Two");
		check("three", CheckLevel.INFO, "Three");
		report();
		assertThat(output.getOut()).doesNotContain("One.")
			.containsPattern("INFO .* Two\\.")
			.containsPattern("WARN .* Three\\.");
	}

	@Test
	void nameThatNoCheckHasIsSaidOnce(CapturedOutput output) {
		this.environment.setProperty("cluster.checks.uplods", "off");
		check("uploads", CheckLevel.WARN, "Uploads are in /tmp");
		report();
		report();
		assertThat(output.getOut()).containsOnlyOnce("There are no checks named uplods; cluster.checks.* are: uploads");
	}

	@Test
	void levelThatDoesNotExistIsAnError() {
		this.environment.setProperty("cluster.checks.uploads", "loud");
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> ChecksProperties.of(this.environment))
			.withMessageContaining("cluster.checks");
	}

	@Test
	void findingMayKeepTheApplicationFromStarting() {
		this.environment.setProperty("cluster.checks.uploads", "fail");
		check("uploads", CheckLevel.WARN, "Uploads are in /tmp");
		check("pools", CheckLevel.WARN, "2 pools");
		assertThatExceptionOfType(ClusterCheckFailedException.class)
			.isThrownBy(() -> startReport().afterSingletonsInstantiated())
			.satisfies((failure) -> {
				FailureAnalysis analysis = new ClusterCheckFailureAnalyzer().analyze(failure);
				assertThat(analysis.getDescription()).contains("Uploads are in /tmp (cluster.checks.uploads=fail)")
					.doesNotContain("pools");
				assertThat(analysis.getAction()).contains("Do otherwise, or set cluster.checks.uploads=warn");
			});
		this.environment.setProperty("cluster.checks.uploads", "warn");
		assertThatNoException().isThrownBy(() -> startReport().afterSingletonsInstantiated());
	}

	@Test
	void checkThatFailsHarmsNothing(CapturedOutput output) {
		this.checks.add(new ClusterCheck() {

			@Override
			public String getName() {
				return "broken";
			}

			@Override
			public List<ClusterFinding> find(CheckedApplication application) {
				throw new NoClassDefFoundError("gone");
			}

		});
		check("uploads", CheckLevel.WARN, "Uploads are in /tmp");
		report();
		assertThat(output.getOut()).contains("Uploads are in /tmp");
	}

	private void check(String name, CheckLevel level, String subject) {
		this.checks.add(new ClusterCheck() {

			@Override
			public String getName() {
				return name;
			}

			@Override
			public CheckLevel level() {
				return level;
			}

			@Override
			public List<ClusterFinding> find(CheckedApplication application) {
				return List.of(new ClusterFinding(subject, "Do otherwise"));
			}

		});
	}

	private void report() {
		startReport().report();
	}

	private StartReport startReport() {
		WorkerLaunch launch = TestLaunch.in(this.directory);
		return new StartReport(new ClusterChecks(List.copyOf(this.checks), ChecksProperties.of(this.environment)),
				() -> 2, new DefaultListableBeanFactory(), this.environment, launch);
	}

}
