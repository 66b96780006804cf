// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.bootcluster.ipc.Wire;
import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PinnedGenerations}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PinnedGenerationsTests {

	@TempDir
	private Path temp;

	private Path java;

	private ArtifactStore artifacts;

	private JavaInvocation application;

	private PinnedGenerations generations;

	@BeforeEach
	void open() throws IOException {
		this.java = Files.writeString(this.temp.resolve("java"), "#!/bin/sh\nexec sleep 60\n");
		Files.setPosixFilePermissions(this.java, PosixFilePermissions.fromString("rwx------"));
		Path classes = Files.createDirectories(this.temp.resolve("classes"));
		this.artifacts = new ArtifactStore(this.temp.resolve("artifacts"), null);
		this.application = new JavaInvocation(this.java, List.of(), classes.toString(), "com.example.Main", List.of());
		this.generations = new PinnedGenerations(this.temp, this.application, this.artifacts);
	}

	@Test
	@Timeout(20)
	void preparationHasEndedWhenItIsClosed() throws IOException {
		this.generations.first(new Artifact("key", this.temp.resolve("artifacts/key"), null), settings(),
				Files::createFile);
		CompletableFuture<Generation> preparation = this.generations.prepare(2);
		Await.until("the plan's process",
				() -> Files.exists(this.temp.resolve(PinnedGenerations.DIRECTORY + "/2/plan.log")));
		this.generations.close();
		assertThat(preparation).isCompletedExceptionally();
	}

	@Test
	@Timeout(20)
	void closeWaitsForWhatDoesNotStopAtOnce() throws Exception {
		this.generations.first(new Artifact("key", this.temp.resolve("artifacts/key"), null), settings(),
				Files::createFile);
		SlowSet needed = new SlowSet();
		this.generations.retain(needed);
		needed.asked.await();
		this.generations.close();
		assertThat(needed.answered).isTrue();
	}

	@Test
	@Timeout(20)
	void firstGenerationHasTheSettingsThatItsWorkersEnvironmentSelects() throws IOException {
		Path selected = this.temp.resolve("selected.json");
		GenerationSettings inProduction = settings(Map.of("PROFILE", "prod"), Duration.ofSeconds(120));
		Wire.write(selected, inProduction);
		Files.writeString(this.java, """
				#!/bin/sh
				for word; do case $word in -Dboot-cluster.plan=*) home=${word#*=};; esac; done
				[ "$PROFILE" = prod ] && cp '%s' "$home/settings.json"
				""".formatted(selected));
		Artifact artifact = this.artifacts.pin(this.application);
		this.generations.first(artifact, settings(Map.of("PROFILE", "prod"), Duration.ZERO), Files::createFile);
		assertThat(this.generations.get(1).settings()).isEqualTo(inProduction);
		this.generations.close();
	}

	@Test
	@Timeout(20)
	void codeThatWasDeletedIsMadeAgain() throws IOException {
		Path source = Files.writeString(this.temp.resolve("classes/A.class"), "A");
		Artifact artifact = this.artifacts.pin(this.application);
		this.generations.first(artifact, settings(), Files::createFile);
		Path pinned = artifact.directory().resolve("app/classes/A.class");
		Files.delete(pinned);
		assertThat(artifact.isIntact()).isFalse();
		this.generations.restore(1);
		Await.until("the code", artifact::isIntact);
		assertThat(pinned).hasSameBinaryContentAs(source);
		this.generations.close();
	}

	@Test
	@Timeout(20)
	void codeThatWasDeletedIsNotReplacedByAnother(CapturedOutput output) throws IOException {
		Path source = Files.writeString(this.temp.resolve("classes/A.class"), "A");
		Artifact artifact = this.artifacts.pin(this.application);
		this.generations.first(artifact, settings(), Files::createFile);
		Files.delete(artifact.directory().resolve("app/classes/A.class"));
		Files.writeString(source, "B");
		this.generations.restore(1);
		Await.until("the reason", () -> output.getOut().contains("Reload to run them"));
		assertThat(artifact.isIntact()).isFalse();
		this.generations.close();
	}

	@Test
	void configurationThatWasDeletedIsWrittenAgain() throws IOException {
		Artifact artifact = this.artifacts.pin(this.application);
		Path cluster = Files.createDirectory(this.temp.resolve("cluster"));
		this.generations = new PinnedGenerations(cluster, this.application, this.artifacts);
		this.generations.first(artifact, settings(), (file) -> Files.writeString(file, "{}"));
		Path configuration = this.generations.get(1).configuration();
		assertThat(this.generations.restoreFiles()).isEmpty();
		PinnedFiles.delete(cluster);
		assertThat(this.generations.restoreFiles()).containsExactly("cluster-generations/1/configuration.json");
		assertThat(configuration).hasContent("{}");
		assertThat(Files.getPosixFilePermissions(cluster)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		this.generations.close();
	}

	@Test
	@Timeout(20)
	void generationThatIsForgottenDoesNotComeBack() throws IOException {
		Artifact artifact = this.artifacts.pin(this.application);
		this.generations.first(artifact, settings(), (file) -> Files.writeString(file, "{}"));
		this.generations.retain(Set.of());
		Await.until("the end of the generation",
				() -> Files.notExists(this.temp.resolve(PinnedGenerations.DIRECTORY + "/1")));
		assertThat(this.generations.restoreFiles()).isEmpty();
		this.generations.close();
	}

	private static GenerationSettings settings() {
		return settings(Map.of(), Duration.ZERO);
	}

	private static GenerationSettings settings(Map<String, String> environment, Duration drainTimeout) {
		ReloadSettings reload = new ReloadSettings(Surge.of("1"), Duration.ZERO, Duration.ZERO, Duration.ZERO,
				Duration.ZERO);
		return new GenerationSettings(List.of(), environment, Duration.ZERO, drainTimeout, Duration.ZERO, true, reload,
				new WorkerLimits(0, 0, Duration.ZERO, Duration.ZERO));
	}

	/**
	 * Answers some time after its thread is interrupted.
	 */
	private static final class SlowSet extends HashSet<Integer> {

		private final CountDownLatch asked = new CountDownLatch(1);

		private volatile boolean answered;

		@Override
		public boolean contains(Object number) {
			this.asked.countDown();
			while (!Thread.interrupted()) {
				LockSupport.park();
			}
			long start = System.nanoTime();
			while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(300)) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
			this.answered = true;
			return true;
		}

	}

}
