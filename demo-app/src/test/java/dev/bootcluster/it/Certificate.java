/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.it;

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
final class Certificate {

	static final String PASSWORD = "changeit";

	private final Path keyStore;

	private Certificate(Path keyStore) {
		this.keyStore = keyStore;
	}

	static Certificate create(Path directory) throws IOException, InterruptedException {
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

	String[] serverArguments() {
		return new String[] { "--server.ssl.key-store=" + this.keyStore,
				"--server.ssl.key-store-password=" + PASSWORD };
	}

	SSLContext clientContext() throws GeneralSecurityException, IOException {
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

	HttpClient httpClient(HttpClient.Version version) throws GeneralSecurityException, IOException {
		return HttpClient.newBuilder().sslContext(clientContext()).version(version).build();
	}

}
