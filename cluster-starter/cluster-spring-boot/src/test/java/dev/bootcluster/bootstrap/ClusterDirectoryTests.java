// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.SharedStateServer;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.RunningApplication;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterDirectory}.
 */
class ClusterDirectoryTests {

	@TempDir
	Path temp;

	@Test
	void directoryOfOurOwnIsForItsOwnerOnlyAndGoesWithTheCluster() throws IOException {
		ClusterDirectory directory = ClusterDirectory.create(this.temp);
		Path path = directory.path();
		assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		Files.createDirectories(path.resolve("redis/1"));
		Files.createFile(path.resolve("redis/1/log"));
		directory.close();
		assertThat(path).doesNotExist();
	}

	@Test
	void fileThatAppearsWhileTheDirectoryIsDeletedGoesWithIt() throws Exception {
		ClusterDirectory directory = ClusterDirectory.create(this.temp);
		Path generations = Files.createDirectories(directory.path().resolve("cluster-generations"));
		for (int i = 0; i < 3000; i++) {
			Files.createFile(generations.resolve("file-" + i));
		}
		CompletableFuture<Void> late = CompletableFuture.runAsync(() -> {
			Await.until("half of the files to be gone", () -> Files.notExists(generations.resolve("file-1500")));
			directory.path().resolve("late").toFile().mkdir();
		});
		directory.close();
		late.join();
		assertThat(directory.path()).doesNotExist();
	}

	@Test
	void directoryTheUserNamedIsMadeAndStays() throws IOException {
		Path named = this.temp.resolve("a/b");
		try (ClusterDirectory directory = ClusterDirectory.open(named)) {
			assertThat(directory.path()).isEqualTo(named);
			assertThat(Files.getPosixFilePermissions(named)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		}
		assertThat(named).isEmptyDirectory();
	}

	@Test
	void generationsAndArtifactsGoWithTheCluster() throws IOException {
		Path own = Files.createDirectories(this.temp.resolve("artifacts/abc"));
		ClusterDirectory directory = ClusterDirectory.open(this.temp);
		Files.createDirectories(this.temp.resolve("cluster-generations/1/config"));
		Files.createDirectories(this.temp.resolve("cluster-artifacts/abc/app"));
		directory.close();
		assertThat(this.temp).isDirectoryNotContaining("glob:**/cluster-*");
		assertThat(own).exists();
	}

	@Test
	void directoryThatOthersMayEnterIsRefusedAndLeftAsItIs() throws IOException {
		Files.setPosixFilePermissions(this.temp, PosixFilePermissions.fromString("rwxr-xr-x"));
		assertThatExceptionOfType(ClusterStartException.class).isThrownBy(() -> ClusterDirectory.open(this.temp))
			.withMessageContaining("other users have access to it")
			.satisfies((ex) -> assertThat(ex.remedy()).contains("mode 700"));
		assertThat(Files.getPosixFilePermissions(this.temp)).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	@Test
	void filesOfTheUserAreLeftAlone() throws IOException {
		Path file = Files.writeString(this.temp.resolve("data.txt"), "precious");
		Path nested = Files.createDirectories(this.temp.resolve("sub/dir"));
		Path json = Files.createFile(this.temp.resolve("application.json"));
		ClusterDirectory directory = ClusterDirectory.open(this.temp);
		Files.createFile(this.temp.resolve(Ipc.CONTROL_SOCKET));
		Files.createFile(this.temp.resolve(SharedStateServer.LIFELINE));
		Files.createFile(this.temp.resolve(RunningApplication.FILE));
		directory.close();
		assertThat(file).hasContent("precious");
		assertThat(nested).exists();
		assertThat(json).exists();
		assertThat(this.temp.resolve(RunningApplication.FILE)).doesNotExist();
		assertThat(this.temp).isDirectoryNotContaining("glob:**.{sock,lock}")
			.isDirectoryNotContaining("glob:**/lifeline");
	}

	@Test
	void socketsThatAKilledPrimaryLeftAreRemoved() throws IOException {
		Files.createFile(this.temp.resolve(Ipc.CONTROL_SOCKET));
		Files.createFile(this.temp.resolve(Ipc.HANDOFF_SOCKET));
		Files.createFile(this.temp.resolve("primary.lock"));
		try (ClusterDirectory directory = ClusterDirectory.open(this.temp)) {
			assertThat(directory.path()).isDirectoryNotContaining("glob:**.sock");
		}
	}

	@Test
	void directoryInUseIsRefused() {
		try (ClusterDirectory first = ClusterDirectory.open(this.temp)) {
			assertThatExceptionOfType(ClusterStartException.class).isThrownBy(() -> ClusterDirectory.open(first.path()))
				.withMessage("cluster.directory=%s is in use by another running cluster", this.temp)
				.satisfies((ex) -> assertThat(ex.remedy()).contains("its own cluster.directory"));
		}
		ClusterDirectory.open(this.temp).close();
	}

	@Test
	void directoryThatLeavesNoRoomForASocketIsRefused() {
		Path path = this.temp.resolve("x".repeat(100));
		assertThatExceptionOfType(ClusterStartException.class).isThrownBy(() -> ClusterDirectory.open(path))
			.withMessageContaining("is longer than 80 bytes")
			.satisfies((ex) -> assertThat(ex.remedy()).contains("shorter path"));
	}

	@Test
	void directoryThatCannotBeMadeIsRefused() throws IOException {
		Path file = Files.createFile(this.temp.resolve("file"));
		for (Path path : new Path[] { file, file.resolve("below"), Path.of("/proc/cluster") }) {
			assertThatExceptionOfType(ClusterStartException.class).isThrownBy(() -> ClusterDirectory.open(path))
				.withMessageStartingWith("cluster.directory=%s cannot be used".formatted(path))
				.satisfies((ex) -> assertThat(ex.remedy()).contains("owns with mode 700 or can create"));
		}
	}

	@Test
	void sweepLeavesADirectoryTheUserNamed() throws IOException {
		Path named = Files.createDirectory(this.temp.resolve("mine"));
		Files.createFile(named.resolve(Ipc.CONTROL_SOCKET));
		AbandonedDirectories.sweep(named, AbandonedDirectories.attend(named));
		assertThat(named.resolve(Ipc.CONTROL_SOCKET)).exists();
	}

	@Test
	void sweepRemovesADirectoryOfOurOwnUnlessSomebodyStillUsesIt() throws IOException {
		Path own = Files.createDirectory(this.temp.resolve("boot-cluster-1"));
		Files.createFile(own.resolve(Ipc.CONTROL_SOCKET));
		Files.createFile(own.resolve("primary.lock"));
		Path redis = Files.createDirectory(own.resolve("redis"));
		Files.createDirectories(own.resolve("cluster-generations/1/config"));
		Files.createDirectories(own.resolve("cluster-artifacts/abc/app"));
		AbandonedDirectories.sweep(own, AbandonedDirectories.attend(own));
		assertThat(own).isDirectoryContaining("glob:**/redis").isDirectoryNotContaining("glob:**.sock");
		Files.delete(redis);
		AbandonedDirectories.sweep(own, AbandonedDirectories.attend(own));
		assertThat(own).doesNotExist();
	}

	@Test
	void sweepLeavesADirectoryWhosePrimaryLives() throws IOException {
		Path own = this.temp.resolve("boot-cluster-1");
		try (ClusterDirectory primary = ClusterDirectory.open(own)) {
			Path generation = Files.createDirectories(primary.path().resolve("cluster-generations/1"));
			AbandonedDirectories.sweep(own, AbandonedDirectories.attend(own));
			assertThat(generation).exists();
			assertThat(own).isDirectoryContaining("glob:**/primary.lock");
		}
	}

	@Test
	void directoriesOfKilledClustersAreRemovedByTheNextStart() throws IOException {
		Path killed = directory("boot-cluster-1", true);
		Path starting = directory("boot-cluster-2", false);
		Path used = directory("boot-cluster-3", true);
		Path other = directory("boot-cluster-test", true);
		try (FileChannel worker = FileChannel.open(used.resolve("workers.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			assertThat(worker.tryLock()).isNotNull();
			AbandonedDirectories.sweep(this.temp);
		}
		assertThat(killed).doesNotExist();
		assertThat(List.of(starting, used, other)).allSatisfy((path) -> assertThat(path).isNotEmptyDirectory());
	}

	private Path directory(String name, boolean old) throws IOException {
		Path directory = Files.createDirectory(this.temp.resolve(name),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.createDirectories(directory.resolve("cluster-artifacts/unfinished-abc-1/app"));
		Path lock = Files.createFile(directory.resolve("primary.lock"));
		if (old) {
			Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(10)));
		}
		return directory;
	}

}
