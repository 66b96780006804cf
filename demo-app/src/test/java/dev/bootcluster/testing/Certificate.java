// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for this machine, and a client's trust in it.
 */
public final class Certificate {

	/**
	 * The password of the key store.
	 */
	public static final String PASSWORD = "changeit";

	private final Path keyStore;

	private Certificate(Path keyStore) {
		this.keyStore = keyStore;
	}

	/**
	 * Create a certificate.
	 * @param directory where to put its key store
	 * @return the certificate
	 */
	public static Certificate create(Path directory) throws IOException, InterruptedException {
		Path file = directory.resolve("server.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-alias", "server", "-dname", "CN=localhost", "-ext",
				"SAN=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD,
				"-keystore", file.toString())
			.inheritIO()
			.start();
		if (keytool.waitFor() != 0) {
			throw new IOException("keytool failed");
		}
		return new Certificate(file);
	}

	/**
	 * A key store in the format PKCS12 with the certificate and its key.
	 * @return the file
	 */
	public Path keyStore() {
		return this.keyStore;
	}

	public String[] serverArguments() {
		return new String[] { "--server.ssl.key-store=" + this.keyStore,
				"--server.ssl.key-store-password=" + PASSWORD };
	}

	public SSLContext clientContext() throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.keyStore)) {
			trusted.load(in, PASSWORD.toCharArray());
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		KeyStore certificates = KeyStore.getInstance("PKCS12");
		certificates.load(null, null);
		certificates.setCertificateEntry("server", trusted.getCertificate("server"));
		trust.init(certificates);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	public HttpClient httpClient(HttpClient.Version version) throws GeneralSecurityException, IOException {
		return HttpClient.newBuilder().sslContext(clientContext()).version(version).build();
	}

}
