// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Measures what a handshake with TLS costs, a full one and one that resumes a session:
 * what a client loses that comes to another worker. Server and client are in this JVM,
 * each in its own thread.
 */
final class Handshakes {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final String PROTOCOL = "TLSv1.3";

	private static final int WARMUP = 1500;

	private static final int MEASURED = 500;

	private static final int ROUNDS = 5;

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final SSLContext server;

	private final KeyStore keys;

	private Handshakes(KeyStore keys) throws GeneralSecurityException {
		this.keys = keys;
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD);
		this.server = SSLContext.getInstance("TLS");
		this.server.init(managers.getKeyManagers(), null, null);
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Workbench.<Integer>run(() -> args.length, (none, children) -> {
			try {
				System.out.printf("Java %s, %s; medians of %d rounds%n%n%-14s %22s %22s %22s%n", Runtime.version(),
						PROTOCOL, ROUNDS, "key", "server's CPU, full", "server's CPU, resumed", "until the answer");
				for (String key : List.of("RSA 2048", "RSA 4096", "EC 256")) {
					new Handshakes(create(children.newDirectory("keys"), key.split(" "))).run(key);
				}
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static KeyStore create(Path directory, String[] key)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path file = directory.resolve("keys.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keystore", file.toString(), "-storepass", new String(PASSWORD), "-keyalg", key[0],
				"-keysize", key[1], "-dname", "CN=localhost", "-ext", "SAN=dns:localhost")
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("keytool.log").toFile())
			.start();
		if (keytool.waitFor() != 0) {
			throw new UserException("keytool failed: " + Files.readString(directory.resolve("keytool.log")));
		}
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream stream = Files.newInputStream(file)) {
			keys.load(stream, PASSWORD);
		}
		return keys;
	}

	private SSLContext client() throws GeneralSecurityException {
		TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(this.keys);
		SSLContext client = SSLContext.getInstance("TLS");
		client.init(null, managers.getTrustManagers(), null);
		return client;
	}

	private void run(String key) throws IOException, GeneralSecurityException, InterruptedException {
		connect(true, WARMUP);
		connect(false, WARMUP);
		List<Cost> full = new ArrayList<>();
		List<Cost> resumed = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			full.add(connect(false, MEASURED));
			resumed.add(connect(true, MEASURED));
		}
		System.out.printf("%-14s %19.0f us %19.0f us %10.0f, %6.0f us%n", key, median(full, true), median(resumed, true),
				median(full, false), median(resumed, false));
	}

	private static double median(List<Cost> costs, boolean processor) {
		double[] values = costs.stream().mapToDouble((cost) -> processor ? cost.processor : cost.elapsed).toArray();
		Arrays.sort(values);
		return values[values.length / 2] / 1000;
	}

	/**
	 * Connect again and again, one byte there and back each time.
	 * @param resume whether the client remembers sessions
	 */
	private Cost connect(boolean resume, int count)
			throws IOException, GeneralSecurityException, InterruptedException {
		try (SSLServerSocket listener = (SSLServerSocket) this.server.getServerSocketFactory()
			.createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			listener.setEnabledProtocols(new String[] { PROTOCOL });
			long[] processor = new long[1];
			Thread thread = new Thread(() -> processor[0] = serve(listener, count));
			thread.start();
			List<SSLContext> clients = new ArrayList<>();
			for (int i = 0; i < (resume ? 1 : count); i++) {
				clients.add(client());
			}
			long start = System.nanoTime();
			for (int i = 0; i < count; i++) {
				SSLContext context = clients.get(i % clients.size());
				try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
					.createSocket("localhost", listener.getLocalPort())) {
					socket.setTcpNoDelay(true);
					socket.getOutputStream().write(1);
					if (socket.getInputStream().read() != 1) {
						throw new IOException("A wrong answer");
					}
				}
			}
			long elapsed = System.nanoTime() - start;
			thread.join();
			return new Cost(processor[0] / (double) count, elapsed / (double) count);
		}
	}

	private long serve(SSLServerSocket listener, int count) {
		long start = this.threads.getCurrentThreadCpuTime();
		for (int i = 0; i < count; i++) {
			try (SSLSocket socket = (SSLSocket) listener.accept()) {
				socket.setTcpNoDelay(true);
				socket.getOutputStream().write(socket.getInputStream().read());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return this.threads.getCurrentThreadCpuTime() - start;
	}

	/**
	 * What one connection costs, in nanoseconds.
	 */
	private record Cost(double processor, double elapsed) {

	}

}
