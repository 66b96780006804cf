// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.Protocol;
import dev.bootcluster.ipc.RunningApplication;

/**
 * A primary that answers operators with what a test tells it to, on a real Unix socket.
 */
final class FakePrimary implements AutoCloseable {

	private final Path directory;

	private final ServerSocketChannel server;

	private final Thread acceptor;

	private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<SocketChannel> operators = new CopyOnWriteArrayList<>();

	private volatile byte[] greeting = frame("{\"type\":\"welcome\",\"protocol\":%d}".formatted(Protocol.VERSION));

	private volatile boolean hangsUp;

	FakePrimary(Path directory) {
		try {
			this.directory = OwnerOnly.createDirectories(directory);
			this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
			this.server.bind(UnixDomainSocketAddress.of(directory.resolve(Ipc.CONTROL_SOCKET)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.acceptor = new Thread(this::accept, "fake-primary");
		this.acceptor.setDaemon(true);
		this.acceptor.start();
	}

	/**
	 * Run an application.
	 */
	FakePrimary runs(Path jar, int port) throws IOException {
		RunningApplication.of(jar, port, "http://localhost:%d/actuator/cluster/dashboard".formatted(port))
			.restore(this.directory);
		return this;
	}

	/**
	 * Answer a request with these results, one after the other; after the last one the
	 * primary ends.
	 */
	FakePrimary answers(String request, String... results) {
		for (String result : results) {
			add(request, "\"result\":" + result);
		}
		return this;
	}

	FakePrimary refuses(String request, String refusal, String text) {
		add(request, "\"refusal\":\"%s\",\"text\":\"%s\",\"result\":null".formatted(refusal, text));
		return this;
	}

	private void add(String request, String content) {
		this.answers.computeIfAbsent(request, (name) -> new ArrayDeque<>()).add(content);
	}

	FakePrimary greets(byte[] greeting) {
		this.greeting = greeting;
		return this;
	}

	FakePrimary hangsUp() {
		this.hangsUp = true;
		return this;
	}

	/**
	 * Return what operators asked, without type and id.
	 */
	List<String> requests() {
		return this.requests;
	}

	private void accept() {
		try {
			while (true) {
				SocketChannel operator = this.server.accept();
				this.operators.add(operator);
				Thread thread = new Thread(() -> serve(operator), "fake-primary-operator");
				thread.setDaemon(true);
				thread.start();
			}
		}
		catch (IOException ex) {
			// The test is over.
		}
	}

	private void serve(SocketChannel operator) {
		try (operator) {
			read(operator);
			if (this.hangsUp) {
				return;
			}
			operator.write(ByteBuffer.wrap(this.greeting));
			while (true) {
				JsonValue message = read(operator);
				boolean asks = message.text("type").equals("ask");
				String request = asks ? message.get("request").text("request") : message.text("type");
				this.requests.add(asks ? message.get("request").toString() : message.toString());
				Deque<String> answers = this.answers.get(request);
				String answer = (answers != null) ? answers.poll() : null;
				if (answer == null) {
					return;
				}
				operator.write(ByteBuffer
					.wrap(frame("{\"type\":\"answer\",\"id\":%d,%s}".formatted(message.number("id"), answer))));
			}
		}
		catch (IOException ex) {
			// The operator is gone.
		}
	}

	private static JsonValue read(SocketChannel operator) throws IOException {
		int length = read(operator, Integer.BYTES).getInt();
		return JsonValue.parse(read(operator, length).array());
	}

	private static ByteBuffer read(SocketChannel operator, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining()) {
			if (operator.read(bytes) < 0) {
				throw new IOException("The operator is gone");
			}
		}
		return bytes.flip();
	}

	static byte[] frame(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
	}

	/**
	 * End as if killed: the socket's file stays.
	 */
	@Override
	public void close() {
		try {
			this.server.close();
			this.acceptor.join();
			for (SocketChannel operator : this.operators) {
				operator.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
