// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.bootcluster.ipc.FromOperator;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a primary's control socket, with one request at a time. Not
 * thread-safe.
 */
final class Connection implements AutoCloseable {

	/**
	 * How long to wait for a primary that has accepted the connection.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	/**
	 * No frame of any version is longer; a greater length is no length.
	 */
	private static final int MAX_FRAME = 16 * 1024 * 1024;

	private final Path directory;

	private final SocketChannel channel;

	private final Selector selector;

	private final long patience;

	private int protocol;

	private long requests;

	private Connection(Path directory, SocketChannel channel, Selector selector, Duration patience) {
		this.directory = directory;
		this.channel = channel;
		this.selector = selector;
		this.patience = patience.toNanos();
	}

	/**
	 * Connect to a cluster and say hello.
	 * @param directory the cluster's directory
	 * @param patience how long to wait for each answer
	 * @throws CommandFailedException if nothing runs there, or cannot be asked
	 */
	static Connection open(Path directory, Duration patience) {
		Connection connection = connect(directory, patience);
		try {
			connection.greet();
			return connection;
		}
		catch (RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	private static Connection connect(Path directory, Duration patience) {
		Path socket = directory.resolve(Ipc.CONTROL_SOCKET);
		if (Files.notExists(socket)) {
			throw CommandFailedException.nothingRuns("No cluster runs in " + directory);
		}
		try {
			SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
			try {
				channel.connect(UnixDomainSocketAddress.of(socket));
				channel.configureBlocking(false);
				Selector selector = Selector.open();
				channel.register(selector, SelectionKey.OP_READ);
				return new Connection(directory, channel, selector, patience);
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (ConnectException ex) {
			throw CommandFailedException.nothingRuns("No cluster runs in %s any more".formatted(directory));
		}
		catch (IOException ex) {
			throw CommandFailedException
				.failed("Cannot connect to the cluster in %s: %s. Only the user who runs a cluster may do so"
					.formatted(directory, ex.getMessage()));
		}
	}

	private void greet() {
		Map<String, @Nullable Object> hello = new LinkedHashMap<>();
		hello.put("type", FromOperator.HELLO);
		hello.put("protocol", Protocol.VERSION);
		JsonValue answer;
		try {
			send(new JsonValue(hello));
			answer = receive();
		}
		catch (EOFException ex) {
			throw CommandFailedException.failed(("The cluster in %s closed the connection: its Boot Cluster is older "
					+ "than this command line, which it does not know. Restart it, or use its endpoint")
				.formatted(this.directory));
		}
		catch (IOException ex) {
			throw broken(ex);
		}
		if (answer.text("type").equals("answer")) {
			throw refusal(answer);
		}
		this.protocol = (int) answer.number("protocol");
		if (!answer.text("type").equals("welcome") || this.protocol <= 0) {
			throw nonsense();
		}
	}

	/**
	 * Return the version of the primary's protocol.
	 */
	int protocol() {
		return this.protocol;
	}

	Path directory() {
		return this.directory;
	}

	/**
	 * Have a request carried out.
	 * @param request the name of the request
	 * @param parameters its parameters
	 * @return the answer, missing if there is none
	 * @throws CommandFailedException if it is refused or not answered
	 */
	JsonValue ask(String request, Map<String, ?> parameters) {
		Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
		wanted.put("request", request);
		wanted.putAll(parameters);
		return exchange("ask", Map.of("request", wanted));
	}

	JsonValue ask(String request) {
		return ask(request, Map.of());
	}

	/**
	 * Read what workers have printed.
	 * @param slot their slot, {@code null} for all
	 * @param after where to go on, 0 for the last lines
	 * @param lines how many lines at most
	 */
	JsonValue readOutput(@Nullable Integer slot, long after, int lines) {
		Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
		wanted.put("slot", slot);
		wanted.put("after", after);
		wanted.put("lines", lines);
		return exchange("read-output", wanted);
	}

	private JsonValue exchange(String type, Map<String, ?> content) {
		long id = ++this.requests;
		Map<String, @Nullable Object> message = new LinkedHashMap<>();
		message.put("type", type);
		message.put("id", id);
		message.putAll(content);
		try {
			send(new JsonValue(message));
			JsonValue answer = receive();
			if (!answer.get("refusal").isMissing()) {
				throw refusal(answer);
			}
			if (!answer.text("type").equals("answer") || answer.number("id") != id) {
				throw nonsense();
			}
			return answer.get("result");
		}
		catch (IOException ex) {
			throw broken(ex);
		}
	}

	private void send(JsonValue message) throws IOException {
		byte[] json = message.toString().getBytes(StandardCharsets.UTF_8);
		ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + json.length).putInt(json.length).put(json).flip();
		while (frame.hasRemaining()) {
			// Requests are short, so the socket's buffer takes one at once.
			if (this.channel.write(frame) == 0) {
				throw hanging();
			}
		}
	}

	private JsonValue receive() throws IOException {
		long deadline = System.nanoTime() + this.patience;
		int length = read(Integer.BYTES, deadline).getInt();
		if (length < 0 || length > MAX_FRAME) {
			throw nonsense();
		}
		try {
			return JsonValue.parse(read(length, deadline).array());
		}
		catch (IllegalArgumentException ex) {
			throw nonsense();
		}
	}

	private ByteBuffer read(int length, long deadline) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining()) {
			int count = this.channel.read(bytes);
			if (count < 0) {
				throw new EOFException("it ended");
			}
			if (count == 0) {
				await(deadline);
			}
		}
		return bytes.flip();
	}

	private void await(long deadline) throws IOException {
		long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
		if (millis <= 0 || this.selector.select(millis) == 0) {
			throw hanging();
		}
		this.selector.selectedKeys().clear();
	}

	private static CommandFailedException refusal(JsonValue answer) {
		String text = answer.text("text");
		return answer.text("refusal").equals("INVALID") ? CommandFailedException.usage(text)
				: CommandFailedException.failed(text);
	}

	private CommandFailedException hanging() {
		return CommandFailedException.failed("The primary of the cluster in %s did not answer within %d s"
			.formatted(this.directory, Duration.ofNanos(this.patience).toSeconds()));
	}

	private CommandFailedException nonsense() {
		return CommandFailedException
			.failed("What listens in %s does not speak as a primary does: is it %s of a cluster?"
				.formatted(this.directory, Ipc.CONTROL_SOCKET));
	}

	private CommandFailedException broken(IOException cause) {
		return CommandFailedException
			.failed("The connection to the cluster in %s broke: %s".formatted(this.directory, cause.getMessage()));
	}

	@Override
	public void close() {
		try {
			this.selector.close();
			this.channel.close();
		}
		catch (IOException ex) {
			// It is of no use any more.
		}
	}

}
