// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FreshFiles}.
 */
class FreshFilesTests {

	private static final FileTime OLD = FileTime.from(Instant.now().minus(Duration.ofDays(20)));

	private final long now = System.currentTimeMillis();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "cluster-token", "cluster-generations/1/configuration.json", "cluster-common/secret",
			"redis/1/redis.conf" })
	void fileLooksNewByItsLastChangeAndItsLastAccess(String name) throws IOException {
		Path file = old(name);
		touch();
		BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
		assertThat(List.of(attributes.lastModifiedTime(), attributes.lastAccessTime()))
			.allSatisfy((time) -> assertThat(time).isGreaterThan(OLD));
		assertThat(Files.getLastModifiedTime(file.getParent())).isGreaterThan(OLD);
	}

	/**
	 * Otherwise its seal would be broken.
	 */
	@Test
	void codeLooksNewByItsLastAccessOnly() throws IOException {
		Path file = old("cluster-artifacts/abc/app/app.jar");
		Object before = Files.getAttribute(file, "unix:ctime");
		touch();
		BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
		assertThat(attributes.lastAccessTime()).isGreaterThan(OLD);
		assertThat(attributes.lastModifiedTime()).isEqualTo(OLD);
		assertThat(Files.getAttribute(file, "unix:ctime")).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "primary.lock", "cluster-artifacts/abc.lock" })
	void lockThatThisProcessHoldsIsNotGivenUp(String name) throws IOException {
		Path file = old(name);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			assertThat(channel.tryLock()).isNotNull();
			String inode = ":%s ".formatted(Files.getAttribute(file, "unix:ino"));
			assertThat(Files.readAllLines(Path.of("/proc/locks"))).anyMatch((lock) -> lock.contains(inode));
			touch();
			assertThat(Files.readAllLines(Path.of("/proc/locks"))).anyMatch((lock) -> lock.contains(inode));
		}
		assertThat(Files.getLastModifiedTime(file)).isGreaterThan(OLD);
	}

	@Test
	@Timeout(10)
	void socketsAndPipesAreNotOpened() throws Exception {
		Path pipe = this.directory.resolve("pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		Path socket = this.directory.resolve("socket");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(socket));
			pipe.toFile().setLastModified(OLD.toMillis());
			socket.toFile().setLastModified(OLD.toMillis());
			touch();
			assertThat(List.of(pipe, socket))
				.allSatisfy((file) -> assertThat(Files.getLastModifiedTime(file)).isGreaterThan(OLD));
		}
	}

	private void touch() throws IOException {
		FreshFiles.touch(this.directory, this.now, (file) -> file.toString().contains("/cluster-artifacts/"));
	}

	private Path old(String name) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, "content");
		Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
			.setTimes(OLD, OLD, null);
		file.getParent().toFile().setLastModified(OLD.toMillis());
		return file;
	}

}
