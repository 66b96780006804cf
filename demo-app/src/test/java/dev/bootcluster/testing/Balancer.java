// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP balancer with one server, to which it tells something about each connection
 * before it passes on what the client sends.
 */
public final class Balancer implements AutoCloseable {

	private final ServerSocket listener;

	private final int target;

	private final Introduction introduction;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private Balancer(ServerSocket listener, int target, Introduction introduction) {
		this.listener = listener;
		this.target = target;
		this.introduction = introduction;
	}

	/**
	 * Start a balancer.
	 * @param target the port of its server
	 * @param introduction what it tells about a connection
	 * @return the running balancer
	 */
	public static Balancer to(int target, Introduction introduction) {
		try {
			Balancer balancer = new Balancer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target,
					introduction);
			start("balancer", balancer::accept);
			return balancer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where it listens.
	 * @return the port
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
				client.setTcpNoDelay(true);
				server.setTcpNoDelay(true);
				this.sockets.add(client);
				this.sockets.add(server);
				server.getOutputStream().write(this.introduction.of(client));
				start("balancer-in", () -> pass(client, server));
				start("balancer-out", () -> pass(server, client));
			}
			catch (IOException ex) {
				// The test ends, or the server has.
			}
		}
	}

	private void pass(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			close(from);
			close(to);
		}
		this.sockets.remove(from);
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is of no use any more.
		}
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.sockets.forEach(Balancer::close);
	}

	/**
	 * What a balancer tells about a connection.
	 */
	@FunctionalInterface
	public interface Introduction {

		/**
		 * Return what is sent before everything else.
		 * @param client the client's connection
		 * @return the bytes
		 */
		byte[] of(Socket client);

	}

}
