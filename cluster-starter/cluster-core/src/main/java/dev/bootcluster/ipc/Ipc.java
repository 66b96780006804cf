// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The event loop for this JVM's channels: opens the primary's control server, or a
 * worker's control and handoff channels.
 */
public final class Ipc implements AutoCloseable {

	/**
	 * File name of the control socket in the cluster's directory.
	 */
	public static final String CONTROL_SOCKET = "control.sock";

	/**
	 * File name of the handoff socket in the cluster's directory.
	 */
	public static final String HANDOFF_SOCKET = "handoff.sock";

	/**
	 * The number of the port that the primary opens before it starts the first worker.
	 */
	public static final int MAIN_PORT = 0;

	/**
	 * The longest directory path that leaves room for a socket's name: {@code sun_path}
	 * holds 104 bytes on BSD and 108 on Linux (unix(7)).
	 */
	public static final int MAX_DIRECTORY_LENGTH = 80;

	private static final Pattern TWICE = Pattern.compile("^(\\S+): \\1: ");

	private final EventLoopGroup loop;

	/**
	 * Start an event loop.
	 * @param name the name of its thread
	 */
	public Ipc(String name) {
		this.loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true),
				EpollIoHandler.newFactory());
	}

	/**
	 * Return why this platform cannot pass descriptors.
	 * @return the reason, or {@code null} if it can
	 */
	public static @Nullable String unavailable() {
		Throwable cause = Epoll.unavailabilityCause();
		return (cause != null) ? "Netty's epoll transport is not available on %s/%s: %s"
			.formatted(System.getProperty("os.name"), System.getProperty("os.arch"), reason(cause)) : null;
	}

	/**
	 * Netty tries several names of the library. The innermost cause says what went wrong,
	 * and names the library twice.
	 */
	static String reason(Throwable unavailable) {
		Throwable cause = unavailable;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
		return TWICE.matcher(message.lines().findFirst().orElse("")).replaceFirst("$1: ");
	}

	/**
	 * Listen for workers.
	 * @param directory the cluster's directory
	 * @param onMessage called on the event loop for every message
	 * @param onClose called on the event loop when a channel closes
	 * @return the socket they connect to
	 * @throws IOException if the socket cannot be bound
	 */
	public WorkerSocket listen(Path directory, BiConsumer<ControlChannel<FromPrimary>, FromWorker> onMessage,
			Consumer<ControlChannel<FromPrimary>> onClose) throws IOException {
		return listen(directory, onMessage, onClose, OperatorDesk.NONE);
	}

	/**
	 * Listen for workers and operators.
	 * @param directory the cluster's directory
	 * @param onMessage called on the event loop for every message of a worker
	 * @param onClose called on the event loop when a worker's channel closes
	 * @param operators called on the event loop for operators
	 * @return the socket they connect to
	 * @throws IOException if the socket cannot be bound
	 */
	public WorkerSocket listen(Path directory, BiConsumer<ControlChannel<FromPrimary>, FromWorker> onMessage,
			Consumer<ControlChannel<FromPrimary>> onClose, OperatorDesk operators) throws IOException {
		WorkerSocket socket = new WorkerSocket(new ServerBootstrap().group(this.loop)
			.channel(EpollServerDomainSocketChannel.class)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					Wire.installFrames(channel.pipeline());
					channel.pipeline().addLast(new Greeting(onMessage, onClose, operators));
				}

			}), directory.resolve(CONTROL_SOCKET));
		socket.listen();
		return socket;
	}

	/**
	 * Connect to the primary's control socket.
	 * @param directory the cluster's directory
	 * @param onMessage called on the event loop for every message
	 * @param onClose called on the event loop when the channel closes
	 * @return the channel
	 */
	public ControlChannel<FromWorker> connect(Path directory,
			BiConsumer<ControlChannel<FromWorker>, FromPrimary> onMessage,
			Consumer<ControlChannel<FromWorker>> onClose) {
		CompletableFuture<ControlChannel<FromWorker>> control = new CompletableFuture<>();
		new Bootstrap().group(this.loop)
			.channel(EpollDomainSocketChannel.class)
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					control.complete(ControlChannel.open(channel, FromPrimary.class, onMessage, onClose));
				}

			})
			.connect(new DomainSocketAddress(directory.resolve(CONTROL_SOCKET).toFile()))
			.syncUninterruptibly();
		return control.join();
	}

	/**
	 * Connect to the primary's handoff socket.
	 * @param directory the cluster's directory
	 * @param launch the number the primary gave this process
	 * @param port the number of the port whose connections it takes
	 * @param receiver takes the descriptors
	 * @return the worker's end
	 */
	public DescriptorChannel connectHandoff(Path directory, long launch, int port, DescriptorReceiver receiver) {
		return DescriptorChannel.connect(this.loop, directory.resolve(HANDOFF_SOCKET), launch, port, receiver);
	}

	/**
	 * Connect to the primary's handoff socket to give connections back.
	 * @param directory the cluster's directory
	 * @param launch the number the primary gave this process
	 * @param port the number of the port whose connections they are
	 * @return the worker's end
	 */
	public ReturnChannel connectReturns(Path directory, long launch, int port) {
		return ReturnChannel.connect(this.loop, directory.resolve(HANDOFF_SOCKET), launch, port);
	}

	@Override
	public void close() {
		// Netty removes the socket file on close: wait for it, so nobody else has to.
		this.loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
	}

}
