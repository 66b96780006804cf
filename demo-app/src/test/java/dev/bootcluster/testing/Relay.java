// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that passes bytes on between its clients and a port of this machine, as a
 * proxy that adds nothing does.
 */
public final class Relay implements AutoCloseable {

	private final Process process;

	private final int port;

	private Relay(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start a relay in a JVM of its own.
	 * @param target the port to which it passes everything
	 * @return the running relay
	 */
	public static Relay to(int target) {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classes = Relay.class.getProtectionDomain().getCodeSource().getLocation().getPath();
		Relay relay = of(0, java, "-XX:TieredStopAtLevel=1", "-cp", classes, Relay.class.getName(),
				Integer.toString(target));
		try {
			// It stays alive after its first line.
			String line = new BufferedReader(
					new InputStreamReader(relay.process.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
			return new Relay(relay.process, Integer.parseInt(String.valueOf(line)));
		}
		catch (IOException ex) {
			relay.close();
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start another program as a relay.
	 * @param port where it listens
	 * @param command the command, which stays in the foreground
	 * @return the starting relay
	 */
	public static Relay of(int port, String... command) {
		try {
			return new Relay(
					new ProcessBuilder(new ArrayList<>(List.of(command))).redirectError(ProcessBuilder.Redirect.INHERIT)
						.start(),
					port);
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
		return this.port;
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroy);
		this.process.destroy();
	}

	/**
	 * Relay until killed.
	 * @param args the port to which to pass everything
	 * @throws IOException if no port is free
	 */
	public static void main(String[] args) throws IOException {
		try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			System.out.println(listener.getLocalPort());
			while (true) {
				Socket client = listener.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
				pass(client, server);
				pass(server, client);
			}
		}
	}

	private static void pass(Socket from, Socket to) {
		new Thread(() -> {
			try {
				from.getInputStream().transferTo(to.getOutputStream());
				to.shutdownOutput();
			}
			catch (IOException ex) {
				// The other direction ends as well.
			}
		}).start();
	}

}
