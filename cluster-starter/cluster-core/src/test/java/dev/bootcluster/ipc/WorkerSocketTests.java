// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link WorkerSocket}.
 */
@Timeout(20)
class WorkerSocketTests {

	@TempDir
	private Path directory;

	private final Ipc primary = new Ipc("primary");

	private final Ipc workers = new Ipc("workers");

	private final BlockingQueue<FromWorker> received = new LinkedBlockingQueue<>();

	private WorkerSocket socket;

	private Path file;

	@BeforeEach
	void listen() throws IOException {
		this.socket = this.primary.listen(this.directory, (channel, message) -> this.received.add(message),
				(channel) -> {
				});
		this.file = this.directory.resolve(Ipc.CONTROL_SOCKET);
	}

	@AfterEach
	void close() {
		this.workers.close();
		this.primary.close();
	}

	@Test
	void socketThatIsThereStays() throws IOException {
		Object inode = Files.getAttribute(this.file, "unix:ino");
		assertThat(this.socket.listen()).isEmpty();
		assertThat(Files.getAttribute(this.file, "unix:ino")).isEqualTo(inode);
	}

	@Test
	void workersConnectAfterTheFileWasDeletedAndThoseConnectedBeforeStaySo() throws Exception {
		ControlChannel<FromWorker> before = connect();
		before.send(new FromWorker.Taken(1));
		assertThat(this.received.take()).isEqualTo(new FromWorker.Taken(1));
		Files.delete(this.file);
		assertThat(this.socket.listen()).isEqualTo(List.of(Ipc.CONTROL_SOCKET));
		assertThat(Files.getPosixFilePermissions(this.file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
		connect().send(new FromWorker.Taken(2));
		assertThat(this.received.take()).isEqualTo(new FromWorker.Taken(2));
		before.send(new FromWorker.Taken(3));
		assertThat(this.received.take()).isEqualTo(new FromWorker.Taken(3));
	}

	@Test
	void socketThatCannotBeMadeIsNamed() throws IOException {
		Files.delete(this.file);
		Files.delete(this.directory);
		assertThatIOException().isThrownBy(this.socket::listen)
			.withMessageStartingWith("the socket %s cannot be opened: ".formatted(this.file));
		Files.createDirectory(this.directory);
		assertThat(this.socket.listen()).isNotEmpty();
	}

	private ControlChannel<FromWorker> connect() {
		return this.workers.connect(this.directory, (channel, message) -> {
		}, (channel) -> {
		});
	}

}
