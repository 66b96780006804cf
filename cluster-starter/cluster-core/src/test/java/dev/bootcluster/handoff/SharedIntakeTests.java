// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.bootcluster.BalancingPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One listening socket for all workers.
 */
class SharedIntakeTests {

	@TempDir
	Path directory;

	private HandoffStage stage;

	@BeforeEach
	void open() throws IOException {
		this.stage = new HandoffStage(this.directory, BalancingPolicy.SHARED, 10, false);
	}

	@AfterEach
	void close() throws Exception {
		this.stage.close();
	}

	@Test
	void everyWorkerGetsTheListeningSocketOnce() throws Exception {
		RawWorker first = this.stage.worker(1);
		RawWorker second = this.stage.worker(2);
		first.receive().close();
		second.receive().close();
		this.stage.clients(3);
		this.stage.barrier();
		assertThat(first.hasReceived()).isFalse();
		assertThat(second.hasReceived()).isFalse();
		assertThat(this.stage.handoff.release(1).join()).isEqualTo(1);
	}

	@Test
	void kernelKeepsConnectionsWhileNoWorkerAccepts() throws Exception {
		this.stage.client("hello");
		this.stage.barrier();
		RawWorker worker = this.stage.worker(1);
		try (RawWorker.Connection listener = worker.receive()) {
			io.netty.channel.unix.Socket socket = new io.netty.channel.unix.Socket(listener.descriptor().intValue());
			int connection = socket.accept(new byte[26]);
			assertThat(connection).isPositive();
			new io.netty.channel.unix.FileDescriptor(connection).close();
		}
	}

	@Test
	void shutdownRejectsEvenThoughAWorkerMadeTheSocketBlocking() throws Exception {
		RawWorker.Connection listener = this.stage.worker(1).receive();
		configureBlocking(listener);
		this.stage.handoff.reject();
		for (int i = 0; i < 3; i++) {
			Socket client = this.stage.client("GET / HTTP/1.1\r\n\r\n");
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 503 ");
		}
		this.stage.barrier();
	}

	/**
	 * As the JDK does for a worker that accepts in blocking mode; the flag belongs to the
	 * socket and applies in every process that has it.
	 */
	private static void configureBlocking(RawWorker.Connection listener) throws ReflectiveOperationException {
		Class<?> type = Class.forName("sun.nio.ch.IOUtil");
		Method newDescriptor = type.getDeclaredMethod("newFD", int.class);
		newDescriptor.setAccessible(true);
		Method configure = type.getDeclaredMethod("configureBlocking", java.io.FileDescriptor.class, boolean.class);
		configure.setAccessible(true);
		configure.invoke(null, newDescriptor.invoke(null, listener.descriptor().intValue()), true);
	}

}
