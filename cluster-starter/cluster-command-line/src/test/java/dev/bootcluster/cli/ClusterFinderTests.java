// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.RunningApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ClusterFinder} and {@link ClusterPlaces}.
 */
class ClusterFinderTests {

	private static final Path KERNEL = Path.of("/proc/net/unix");

	@TempDir
	private Path directory;

	private Path jar;

	private Path sockets;

	private final List<FakePrimary> primaries = new ArrayList<>();

	@BeforeEach
	void start() throws IOException {
		this.directory = this.directory.toRealPath();
		this.jar = Files.writeString(this.directory.resolve("app.jar"), "code");
		this.sockets = Files.writeString(this.directory.resolve("unix"), "Num RefCount Protocol ...\n");
	}

	@AfterEach
	void stop() {
		this.primaries.forEach(FakePrimary::close);
	}

	@Test
	void clusterOfTheJarIsFoundAmongOthers() throws IOException {
		run("boot-cluster-1", Files.writeString(this.directory.resolve("other.jar"), "other"), 8081);
		Path mine = run("boot-cluster-2", this.jar, 8080);
		assertThat(found(this.jar)).isEqualTo(mine);
	}

	@Test
	void clusterOfAClassPathIsFoundByItsFirstEntry() throws IOException {
		Path classes = Files.createDirectories(this.directory.resolve("target/classes"));
		Path mine = run("boot-cluster-1", classes, 8080);
		assertThat(found(this.directory.resolve("lib/some.jar"), classes)).isEqualTo(mine);
	}

	@Test
	void directoryThatTheUserNamedIsFoundByItsSocket() throws IOException {
		Path mine = run("run of mine", this.jar, 8080);
		Files.writeString(this.sockets,
				"0000000000000000: 00000002 00000000 00010000 0001 01 12345 %s/control.sock\n".formatted(mine)
						+ "0000000000000000: 00000002 00000000 00010000 0001 01 12346 @/control.sock\n"
						+ "0000000000000000: 00000003 00000000 00000000 0001 03 12347\n");
		assertThat(found(this.jar)).isEqualTo(mine);
	}

	@Test
	void kernelKnowsOfTheSocket() throws IOException {
		this.sockets = KERNEL;
		Path mine = run("named", this.jar, 8080);
		assertThat(found(this.jar)).isEqualTo(mine);
	}

	@Test
	void killedClusterIsNotMeant() throws IOException {
		run("boot-cluster-1", this.jar, 8080);
		this.primaries.get(0).close();
		Path mine = run("boot-cluster-2", this.jar, 8080);
		assertThat(found(this.jar)).isEqualTo(mine);
		this.primaries.get(1).close();
		assertThat(failure(this.jar).exitCode()).isEqualTo(ExitCode.NOTHING_RUNS);
	}

	@Test
	void severalClustersOfTheJarAreListedToChooseFrom() throws IOException {
		Path one = run("boot-cluster-1", this.jar, 8080);
		Path two = run("boot-cluster-2", this.jar, 9090);
		CommandFailedException failure = failure(this.jar);
		assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
		assertThat(failure.getMessage()).contains("--directory " + one, "port 8080", "--directory " + two, "port 9090");
		assertThat(finder(this.jar).connect(two).directory()).isEqualTo(two);
	}

	@Test
	void noneIsSaidSo() {
		CommandFailedException failure = failure(this.jar);
		assertThat(failure.exitCode()).isEqualTo(ExitCode.NOTHING_RUNS);
		assertThat(failure).hasMessage("No cluster of %s runs as this user", this.jar);
	}

	@Test
	void othersThatRunAreNamedIfNoneIsMeant() throws IOException {
		Path other = run("boot-cluster-1", Files.writeString(this.directory.resolve("other.jar"), "other"), 8081);
		CommandFailedException failure = failure(this.jar);
		assertThat(failure.exitCode()).isEqualTo(ExitCode.NOTHING_RUNS);
		assertThat(failure.getMessage()).contains("Others do", "--directory " + other, "other.jar");
	}

	@Test
	void whatCannotBeReadIsNoCluster() throws IOException {
		Path broken = Files.createDirectory(this.directory.resolve("boot-cluster-1"));
		Files.writeString(broken.resolve(RunningApplication.FILE), "{\"names\":[");
		Files.createDirectory(this.directory.resolve("boot-cluster-2"));
		Path mine = run("boot-cluster-3", this.jar, 8080);
		assertThat(found(this.jar)).isEqualTo(mine);
	}

	/**
	 * Anybody can make one in /tmp, and name any application.
	 */
	@Test
	void directoryThatIsNotTheOwnersAloneIsNotBelieved() throws IOException {
		Path strange = run("boot-cluster-1", this.jar, 8080);
		Files.setPosixFilePermissions(strange, PosixFilePermissions.fromString("rwxr-xr-x"));
		assertThat(failure(this.jar).exitCode()).isEqualTo(ExitCode.NOTHING_RUNS);
		Path mine = run("boot-cluster-2", this.jar, 8080);
		assertThat(found(this.jar)).isEqualTo(mine);
	}

	@Test
	void whatIsNoFileIsNotRead() throws IOException {
		Path strange = Files.createDirectory(this.directory.resolve("boot-cluster-1"), OwnerOnly.DIRECTORY);
		Files.createDirectory(strange.resolve(RunningApplication.FILE));
		Path link = Files.createDirectory(this.directory.resolve("boot-cluster-2"), OwnerOnly.DIRECTORY);
		Files.createSymbolicLink(link.resolve(RunningApplication.FILE), Path.of("/dev/zero"));
		Path mine = run("boot-cluster-3", this.jar, 8080);
		assertThat(found(this.jar)).isEqualTo(mine);
	}

	private Path run(String name, Path application, int port) throws IOException {
		Path home = this.directory.resolve(name);
		this.primaries.add(new FakePrimary(home).runs(application, port));
		return home;
	}

	private Path found(Path... classPath) {
		try (Connection connection = finder(classPath).connect(null)) {
			return connection.directory();
		}
	}

	private CommandFailedException failure(Path... classPath) {
		return catchThrowableOfType(CommandFailedException.class, () -> finder(classPath).connect(null));
	}

	private ClusterFinder finder(Path... classPath) {
		ClusterPlaces places = new ClusterPlaces(List.of(this.directory, this.directory.resolve("missing")),
				this.sockets);
		return new ClusterFinder(places, List.of(classPath), Duration.ofSeconds(20));
	}

}
