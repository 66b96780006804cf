// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Turns received file descriptors into channels of the JDK. The JDK has no public API for
 * this; the constructors used are the same in JDK 17, 21 and 25 and require
 * {@code --add-opens=java.base/sun.nio.ch=ALL-UNNAMED}.
 */
final class ReceivedSockets {

	private static final ProtocolFamily FAMILY = Boolean.getBoolean("java.net.preferIPv4Stack")
			? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;

	private static final MethodHandle NEW_DESCRIPTOR;

	private static final MethodHandle REMOTE_ADDRESS;

	private static final MethodHandle DESCRIPTOR;

	private static final MethodHandle NEW_CONNECTION;

	private static final MethodHandle NEW_LISTENER;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			NEW_DESCRIPTOR = lookup.unreflect(method("sun.nio.ch.IOUtil", "newFD", int.class));
			REMOTE_ADDRESS = lookup.unreflect(method("sun.nio.ch.Net", "remoteAddress", FileDescriptor.class));
			DESCRIPTOR = lookup.unreflect(method("sun.nio.ch.SelChImpl", "getFDVal"));
			NEW_CONNECTION = lookup.unreflectConstructor(constructor("sun.nio.ch.SocketChannelImpl",
					SelectorProvider.class, ProtocolFamily.class, FileDescriptor.class, SocketAddress.class));
			NEW_LISTENER = lookup.unreflectConstructor(constructor("sun.nio.ch.ServerSocketChannelImpl",
					SelectorProvider.class, ProtocolFamily.class, FileDescriptor.class, boolean.class));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw new IllegalStateException("This JDK does not allow creating sockets from file descriptors: " + ex,
					ex);
		}
	}

	private ReceivedSockets() {
	}

	/**
	 * Fail now, rather than at the first connection, if this JDK does not support it.
	 */
	static void require() {
		// Initializing this class is the check.
	}

	/**
	 * Create a channel for an open connection.
	 * @throws IOException if the connection has already ended; the descriptor then still
	 * belongs to the caller
	 */
	static SocketChannel connection(int descriptor) throws IOException {
		try {
			FileDescriptor fd = (FileDescriptor) NEW_DESCRIPTOR.invoke(descriptor);
			InetSocketAddress remote = (InetSocketAddress) REMOTE_ADDRESS.invoke(fd);
			return (SocketChannel) NEW_CONNECTION.invoke(SelectorProvider.provider(), FAMILY, fd,
					(SocketAddress) remote);
		}
		catch (Throwable ex) {
			throw asIoException(ex);
		}
	}

	/**
	 * Return the number of a connection's descriptor.
	 */
	static int descriptor(SocketChannel connection) throws IOException {
		try {
			return (int) DESCRIPTOR.invoke(connection);
		}
		catch (Throwable ex) {
			throw asIoException(ex);
		}
	}

	/**
	 * Create a channel for a listening socket that accepts in blocking mode.
	 */
	static ServerSocketChannel listener(int descriptor) throws IOException {
		try {
			FileDescriptor fd = (FileDescriptor) NEW_DESCRIPTOR.invoke(descriptor);
			ServerSocketChannel listener = (ServerSocketChannel) NEW_LISTENER.invoke(SelectorProvider.provider(),
					FAMILY, fd, true);
			// The descriptor was received in non-blocking mode, but the new channel
			// assumes blocking.
			listener.configureBlocking(false);
			listener.configureBlocking(true);
			return listener;
		}
		catch (Throwable ex) {
			throw asIoException(ex);
		}
	}

	private static IOException asIoException(Throwable ex) {
		return (ex instanceof IOException io) ? io : new IOException(ex);
	}

	private static Method method(String type, String name, Class<?>... parameters) throws ReflectiveOperationException {
		Method method = Class.forName(type).getDeclaredMethod(name, parameters);
		method.setAccessible(true);
		return method;
	}

	private static Constructor<?> constructor(String type, Class<?>... parameters) throws ReflectiveOperationException {
		Constructor<?> constructor = Class.forName(type).getDeclaredConstructor(parameters);
		constructor.setAccessible(true);
		return constructor;
	}

}
