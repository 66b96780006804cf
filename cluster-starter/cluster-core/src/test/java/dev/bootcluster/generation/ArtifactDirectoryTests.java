// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ArtifactDirectory}.
 */
@Timeout(60)
class ArtifactDirectoryTests {

	@TempDir
	private Path temp;

	private Path store;

	private ArtifactDirectory directory;

	private Path jar;

	@BeforeEach
	void open() throws IOException {
		this.store = this.temp.resolve("store");
		this.directory = new ArtifactDirectory(this.store, 0);
		this.jar = TestJar.write(this.temp.resolve("app.jar"), "content");
	}

	@Test
	void artifactIsFoundByTheNextProcess() throws IOException {
		Artifact artifact = this.directory.pin(TestJar.run(this.jar));
		FileTime made = Files.getLastModifiedTime(pinned(artifact));
		try (StoreProcess other = StoreProcess.pin(this.store, TestJar.run(this.jar))) {
			assertThat(other.result()).isEqualTo("pinned " + artifact.key());
		}
		assertThat(Files.getLastModifiedTime(pinned(artifact))).isEqualTo(made);
	}

	@Test
	void fileThatWasDeletedIsMadeAgain() throws IOException {
		Artifact artifact = this.directory.pin(TestJar.run(this.jar));
		Files.delete(pinned(artifact));
		assertThat(this.directory.pin(TestJar.run(this.jar))).isEqualTo(artifact);
		assertThat(pinned(artifact)).hasSameBinaryContentAs(this.jar);
		assertThat(names()).containsExactly(artifact.key());
	}

	@Test
	void fileThatWasChangedIsMadeAgainEvenIfItsSizeAndTimeAreTheSame() throws IOException {
		Artifact artifact = this.directory.pin(TestJar.run(this.jar));
		FileTime time = Files.getLastModifiedTime(pinned(artifact));
		Files.write(pinned(artifact), new byte[(int) Files.size(this.jar)]);
		Files.setLastModifiedTime(pinned(artifact), time);
		this.directory.pin(TestJar.run(this.jar));
		assertThat(pinned(artifact)).hasSameBinaryContentAs(this.jar);
	}

	@Test
	void whatTheTraineeOfAKilledProcessLeftIsRemoved() throws IOException {
		Artifact artifact = this.directory.pin(TestJar.run(this.jar));
		Path left = Files.createDirectory(artifact.directory().resolve("unfinished-0-classes-abc"));
		Files.createFile(left.resolve("classes.jsa"));
		Path trained = Files.createDirectory(artifact.directory().resolve("unfinished-0-classes-def"));
		try (FileChannel training = FileChannel.open(artifact.directory().resolve("classes-def.lock"),
				StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			assertThat(training.tryLock()).isNotNull();
			this.directory.pin(TestJar.run(this.jar));
			assertThat(left).doesNotExist();
			assertThat(trained).exists();
		}
		this.directory.pin(TestJar.run(this.jar));
		assertThat(trained).doesNotExist();
	}

	@Test
	void fileThatWasAddedIsRemoved() throws IOException {
		Artifact artifact = this.directory.pin(TestJar.run(this.jar));
		Path added = Files.createFile(pinned(artifact).resolveSibling("application.properties"));
		this.directory.pin(TestJar.run(this.jar));
		assertThat(added).doesNotExist();
		assertThat(pinned(artifact)).exists();
	}

	@Test
	void artifactWithoutSealIsMadeAgain() throws IOException {
		Artifact artifact = this.directory.pin(TestJar.run(this.jar));
		Files.delete(artifact.directory().resolve("seal.json"));
		Files.writeString(pinned(artifact), "half of it");
		this.directory.pin(TestJar.run(this.jar));
		assertThat(pinned(artifact)).hasSameBinaryContentAs(this.jar);
	}

	@Test
	void storeThatWasDeletedIsMadeAgain() throws IOException {
		Artifact artifact = this.directory.pin(TestJar.run(this.jar));
		PinnedFiles.delete(this.store);
		assertThat(this.directory.pin(TestJar.run(this.jar))).isEqualTo(artifact);
		assertThat(pinned(artifact)).exists();
		try (StoreProcess other = StoreProcess.pin(this.store, TestJar.run(TestJar.write(this.jar, "other")))) {
			assertThat(other.result()).startsWith("pinned ");
			assertThat(names()).as("this process still uses its own").hasSize(2).contains(artifact.key());
		}
	}

	@Test
	void processesThatStartAtOnceMakeOneArtifact() throws IOException {
		Path lock = Files.createDirectories(this.store).resolve(PinnedFiles.of(TestJar.run(this.jar)).key() + ".lock");
		try (ArtifactLock busy = ArtifactLock.open(lock);
				StoreProcess one = StoreProcess.pin(this.store, TestJar.run(this.jar));
				StoreProcess two = StoreProcess.pin(this.store, TestJar.run(this.jar))) {
			FileLock making = busy.make(Duration.ZERO);
			Await.until("both", () -> isWaiting(lock, one.pid()) && isWaiting(lock, two.pid()));
			assertThat(names()).isEmpty();
			making.release();
			String key = one.result();
			assertThat(key).startsWith("pinned ").isEqualTo(two.result());
			assertThat(names()).containsExactly(key.split(" ")[1]);
		}
	}

	@Test
	void processThatWasKilledWhileItExtractsLeavesNothingThatIsUsed() throws Exception {
		TestJar.extractable(this.jar);
		Path hanging = script("exec sleep 60");
		try (StoreProcess killed = StoreProcess.pin(this.store, TestJar.run(this.jar, hanging))) {
			Await.until("the extraction", () -> names().stream().anyMatch(this::isExtracting));
			killed.close();
			killed.kill();
		}
		assertThat(names()).singleElement().asString().startsWith("unfinished-");
		Path extracting = script("cp \"$5\" \"$9/${11}\"");
		Artifact artifact = this.directory.pin(TestJar.run(this.jar, extracting));
		assertThat(pinned(artifact)).hasSameBinaryContentAs(this.jar);
		this.directory.retain(List.of(artifact.key()));
		assertThat(names()).containsExactly(artifact.key());
	}

	@Test
	void fullDiskLeavesNothingThatIsUsed() throws IOException {
		String[] entries = Stream.iterate(0, (i) -> i + 1).limit(500).map((i) -> "entry-" + i).toArray(String[]::new);
		TestJar.write(this.jar, entries);
		try (StoreProcess full = StoreProcess.pin(this.store, TestJar.run(this.jar), "sh", "-c",
				"ulimit -f 16; exec \"$0\" \"$@\"")) {
			assertThat(full.result()).startsWith("failed ").contains(" cannot be written: ");
			assertThat(names()).isEmpty();
		}
		Artifact artifact = this.directory.pin(TestJar.run(this.jar));
		assertThat(pinned(artifact)).hasSameBinaryContentAs(this.jar);
	}

	@Test
	void extractionThatFailsLeavesNothing() throws IOException {
		TestJar.extractable(this.jar);
		Path failing = script("echo No space left on device; exit 1");
		assertThatIOException().isThrownBy(() -> this.directory.pin(TestJar.run(this.jar, failing)))
			.withMessageContaining("No space left on device");
		assertThat(names()).isEmpty();
	}

	@Test
	void artifactThatAnotherProcessUsesIsKept() throws Exception {
		try (StoreProcess other = StoreProcess.pin(this.store, TestJar.run(this.jar))) {
			String key = other.result().split(" ")[1];
			this.directory.retain(List.of());
			assertThat(names()).containsExactly(key);
			other.kill();
			this.directory.retain(List.of());
			assertThat(this.store.toFile().list()).containsExactly("gate.lock");
		}
	}

	@Test
	void workerKeepsWhatItRunsFromWithoutItsPrimary() throws Exception {
		String key;
		try (StoreProcess primary = StoreProcess.pin(this.store, TestJar.run(this.jar))) {
			key = primary.result().split(" ")[1];
			try (ArtifactLock worker = ArtifactLock.use(this.store.resolve(key))) {
				primary.kill();
				assertThat(namesAfterAnother("other")).contains(key);
				assertThat(worker.isCurrent()).isTrue();
			}
		}
		assertThat(namesAfterAnother("third")).doesNotContain(key);
		assertThatIOException().isThrownBy(() -> ArtifactLock.use(this.store.resolve(key)));
	}

	private List<String> namesAfterAnother(String content) throws IOException {
		try (StoreProcess other = StoreProcess.pin(this.store, TestJar.run(TestJar.write(this.jar, content)))) {
			assertThat(other.result()).startsWith("pinned ");
			return names();
		}
	}

	@Test
	void artifactsThatWereNotUsedForLongestGoFirst() throws IOException {
		ArtifactDirectory bounded = new ArtifactDirectory(this.store, Long.MAX_VALUE);
		Artifact first = bounded.pin(TestJar.run(this.jar));
		Artifact second = bounded.pin(TestJar.run(TestJar.write(this.jar, "second")));
		Artifact third = bounded.pin(TestJar.run(TestJar.write(this.jar, "third")));
		long limit = PinnedFiles.size(this.store);
		bounded.retain(List.of());
		assertThat(names()).as("as many as there is room for").hasSize(3);
		used(first, 3);
		used(second, 1);
		used(third, 2);
		new ArtifactDirectory(this.store, limit - 1).retain(List.of());
		assertThat(names()).as("the one used longest ago").containsExactlyInAnyOrder(first.key(), third.key());
	}

	private static void used(Artifact artifact, int minute) {
		Path lock = ArtifactLock.of(artifact.directory());
		assertThat(lock.toFile().setLastModified(Duration.ofMinutes(minute).toMillis())).isTrue();
	}

	private static boolean isWaiting(Path lock, long pid) throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
			return descriptors.anyMatch((descriptor) -> leadsTo(descriptor, lock));
		}
	}

	private static boolean leadsTo(Path descriptor, Path file) {
		try {
			return Files.isSameFile(descriptor, file);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean isExtracting(String name) {
		return Files.exists(this.store.resolve(name).resolve("app/extraction.log"));
	}

	private Path script(String line) throws IOException {
		Path script = Files.createTempFile(this.temp, "java", null);
		Files.writeString(script, "#!/bin/sh\n" + line + "\n");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		return script;
	}

	private static Path pinned(Artifact artifact) {
		return Path.of(artifact.invocation().main());
	}

	private List<String> names() throws IOException {
		if (!Files.exists(this.store)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(this.store)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.endsWith(".lock"))
				.toList();
		}
	}

}
