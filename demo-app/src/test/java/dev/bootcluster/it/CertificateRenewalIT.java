// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.Certificate;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate that is renewed on disk while the cluster runs, as certbot does it.
 */
@Tag("full")
class CertificateRenewalIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@TempDir
	private Path directory;

	@Test
	void allWorkersServeTheNewCertificateAndConnectionsStay() throws Exception {
		X509Certificate old = renew();
		try (ClusterProcess cluster = ClusterProcess.builder()
			.managementPort(FreePorts.one())
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--management.server.ssl.enabled=false",
					"--server.ssl.bundle=web", "--spring.ssl.bundle.pem.web.reload-on-update=true",
					"--spring.ssl.bundle.pem.web.keystore.certificate=file:" + this.directory.resolve("tls.crt"),
					"--spring.ssl.bundle.pem.web.keystore.private-key=file:" + this.directory.resolve("tls.key"))
			.start()) {
			cluster.awaitReady(2);
			List<Long> pids = cluster.workers().stream().map(Worker::pid).toList();
			Map<Long, RawConnection> kept = new TreeMap<>();
			List<RawConnection> others = new ArrayList<>();
			while (kept.size() < 2) {
				SSLSocket socket = connect(cluster.port());
				assertThat(served(socket)).isEqualTo(old);
				RawConnection connection = new RawConnection(socket);
				RawConnection previous = kept.put(connection.worker(), connection);
				if (previous != null) {
					others.add(previous);
				}
			}
			X509Certificate renewed = renew();
			assertThat(renewed).isNotEqualTo(old);
			cluster.await("the new certificate from both workers", PATIENCE, () -> {
				TreeMap<Long, X509Certificate> served = new TreeMap<>();
				for (int i = 0; i < 6; i++) {
					try (SSLSocket socket = connect(cluster.port());
							RawConnection connection = new RawConnection(socket)) {
						served.put(connection.worker(), served(socket));
					}
				}
				return served.size() == 2 && served.values().stream().allMatch(renewed::equals);
			});
			for (Map.Entry<Long, RawConnection> connection : kept.entrySet()) {
				assertThat(connection.getValue().worker()).isEqualTo(connection.getKey());
				connection.getValue().close();
			}
			for (RawConnection other : others) {
				other.close();
			}
			assertThat(cluster.workers()).extracting(Worker::pid).containsExactlyElementsOf(pids);
		}
	}

	/**
	 * Make a new certificate and put it in the place of the old one.
	 */
	private X509Certificate renew() throws Exception {
		Path store = Certificate.create(Files.createTempDirectory(this.directory, "certificate")).keyStore();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, Certificate.PASSWORD.toCharArray());
		}
		X509Certificate certificate = (X509Certificate) keys.getCertificate("server");
		put("tls.key", "PRIVATE KEY", keys.getKey("server", Certificate.PASSWORD.toCharArray()).getEncoded());
		put("tls.crt", "CERTIFICATE", certificate.getEncoded());
		return certificate;
	}

	private void put(String name, String type, byte[] encoded) throws IOException {
		String text = "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type,
				Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded));
		Path next = Files.writeString(this.directory.resolve(name + ".new"), text);
		Files.move(next, this.directory.resolve(name), StandardCopyOption.REPLACE_EXISTING,
				StandardCopyOption.ATOMIC_MOVE);
	}

	private static X509Certificate served(SSLSocket socket) throws IOException {
		return (X509Certificate) socket.getSession().getPeerCertificates()[0];
	}

	/**
	 * With a context of its own: nothing is resumed.
	 */
	private static SSLSocket connect(int port) throws IOException {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new TrustAll() }, null);
			SSLSocket socket = (SSLSocket) context.getSocketFactory()
				.createSocket(new Socket("127.0.0.1", port), "127.0.0.1", port, true);
			socket.startHandshake();
			return socket;
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Takes any certificate: the test looks at it itself.
	 */
	private static final class TrustAll implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
			// Nobody asks.
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) {
			// The test does.
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
