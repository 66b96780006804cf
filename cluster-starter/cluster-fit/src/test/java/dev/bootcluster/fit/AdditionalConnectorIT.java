// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import javax.net.ssl.SSLContext;

import dev.bootcluster.testing.Await;
import dev.bootcluster.testing.Balancer;
import dev.bootcluster.testing.Certificate;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Request;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with HTTP and HTTPS at once: each of its connectors is served by all
 * workers, as by plain Boot, and loses nothing while they are replaced.
 */
@Tag("full")
class AdditionalConnectorIT {

	private static final int REQUESTS = 500;

	/**
	 * Between requests: workers that start need some of the processors, too.
	 */
	private static final Duration PAUSE = Duration.ofMillis(5);

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final byte[] HEADER = "PROXY TCP4 192.0.2.1 198.51.100.2 50123 443\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	@TempDir
	private static Path directory;

	private static Certificate certificate;

	private static SSLContext tls;

	@BeforeAll
	static void createCertificate() throws Exception {
		certificate = Certificate.create(directory);
		tls = certificate.clientContext();
	}

	/**
	 * In both ways in which Boot's reference and its users add a connector, with both
	 * policies, and also with the newest Tomcat, whose fields need not be the same.
	 */
	@ParameterizedTest
	@CsvSource({ "customizer, round-robin", "factory, shared" })
	void bothPortsAnswerAsPlainBootAndLoseNothingInAReload(String way, String policy) throws Exception {
		FitApp app = way.equals("factory") ? app(way).boot(Boot.NEWEST) : app(way);
		String plainHttp;
		String plainTls;
		try (RunningApp plain = app.args("--second.port=0").standalone()) {
			plainHttp = plain.get("/seen").text();
			plainTls = TlsLoad.get(tls, secondPort(plain), "/seen");
		}
		assertThat(plainHttp).isEqualTo("http, not secure, at server.port");
		assertThat(plainTls).isEqualTo("https, secure, at second.port");
		try (RunningApp cluster = app.args("--second.port=0", "--cluster.balancing=" + policy).cluster(2)) {
			int port = secondPort(cluster);
			assertThat(cluster.everywhere(Request.get("/seen"))).allMatch((seen) -> seen.text().equals(plainHttp));
			assertThat(TlsLoad.get(tls, port, "/seen")).isEqualTo(plainTls);
			assertThat(cluster.everywhere(Request.get("/second")))
				.allMatch((answer) -> answer.text().equals(Integer.toString(port)));
			awaitAnswersOf(2, port);
			try (LoadClient http = LoadClient.on(cluster.process().port())
				.keepAlive(4)
				.newConnections(2)
				.thinkTime(PAUSE)
				.start(); TlsLoad load = TlsLoad.start(tls, port, "/hello", 6, PAUSE)) {
				awaitAnswers(load, http, REQUESTS);
				Reload reload = cluster.reload();
				assertThat(reload.hasSucceeded()).as(reload.json().toString()).isTrue();
				awaitAnswers(load, http, REQUESTS);
				load.stop();
				LoadReport report = http.stop();
				assertThat(load.failures()).as("over TLS").isEmpty();
				assertThat(report.failures()).as(report.toString()).isZero();
				System.out.printf("%s, %s: a reload lost 0 of %d requests over HTTP and 0 of %d over HTTPS%n", way,
						policy, report.requests(), load.answers());
			}
			assertThat(secondPort(cluster)).as("over a reload").isEqualTo(port);
			awaitAnswersOf(2, port);
		}
	}

	@Test
	void portClosesWithTheLastWorkerWhoseApplicationHasAConnectorForIt() throws Exception {
		FitApp app = app("customizer").args("--second.port=0");
		try (RunningApp cluster = app.cluster(2)) {
			int port = secondPort(cluster);
			assertThat(TlsLoad.get(tls, port, "/hello")).startsWith("Handled by process ");
			FitApp without = app.file("application.yml", "second.enabled: false");
			assertThat(cluster.deploy(without).reload().hasSucceeded()).isTrue();
			cluster.process().awaitLog("Cluster no longer listens on port " + port);
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.1", port).close());
			assertThat(cluster.deploy(app).reload().hasSucceeded()).isTrue();
			assertThat(TlsLoad.get(tls, secondPort(cluster), "/hello")).startsWith("Handled by process ");
		}
	}

	/**
	 * As behind a TCP balancer that passes on HTTPS, while HTTP is for those within.
	 */
	@Test
	void httpBesideHttpsBehindABalancerIsServedByAllWorkersAndNeedsNoHeader() throws Exception {
		FitApp app = app("customizer").source(PLAIN)
			.args("--second.port=0", "--server.ssl.key-store=" + certificate.keyStore(),
					"--server.ssl.key-store-password=" + Certificate.PASSWORD, "--cluster.workers=2",
					"--cluster.proxy-protocol=true");
		try (RunningApp cluster = app.launch();
				Balancer balancer = Balancer.to(cluster.process().port(), (client) -> HEADER)) {
			cluster.process().awaitLog("Worker 1 .* ready in");
			cluster.process().awaitLog("Worker 2 .* ready in");
			assertThat(TlsLoad.get(tls, balancer.port(), "/seen")).isEqualTo("https, secure, at server.port");
			int port = Integer.parseInt(TlsLoad.get(tls, balancer.port(), "/second"));
			Set<String> answers = new HashSet<>();
			Await.until("answers of both workers", PATIENCE, () -> {
				answers.add(get(port, "/hello"));
				return answers.size() == 2;
			});
			assertThat(get(port, "/seen")).isEqualTo("http, not secure, at second.port");
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> TlsLoad.get(tls, cluster.process().port(), "/hello"));
		}
	}

	private static String get(int port, String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path))).build(),
					BodyHandlers.ofString())
			.body();
	}

	/**
	 * As with plain Boot, which does not start either.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void portThatAnotherProcessHasFailsTheStartAndIsNamed(boolean clustered) throws Exception {
		try (ServerSocket taken = new ServerSocket(0)) {
			FitApp app = app("customizer").args("--second.port=" + taken.getLocalPort(),
					"--cluster.enabled=" + clustered, "--cluster.workers=2");
			try (RunningApp running = app.launch()) {
				assertThat(running.process().awaitExit()).isEqualTo(1);
				assertThat(String.join("\n", running.process().log())).contains(
						"The Tomcat connector configured to listen on port %d failed to start"
							.formatted(taken.getLocalPort()),
						clustered ? "port %d cannot be opened by the primary".formatted(taken.getLocalPort())
								: "Address already in use");
			}
		}
	}

	private static void awaitAnswers(TlsLoad load, LoadClient http, int more) {
		long answers = load.answers() + more;
		long requests = http.report().requests() + more;
		Await.until("answers over TLS", PATIENCE, () -> load.answers() >= answers || !load.failures().isEmpty());
		http.awaitRequests(requests);
	}

	/**
	 * Wait until so many processes have answered on the second port.
	 */
	private static void awaitAnswersOf(int processes, int port) {
		Set<String> answers = new HashSet<>();
		Await.until("answers of %d processes".formatted(processes), PATIENCE, () -> {
			try {
				answers.add(TlsLoad.get(tls, port, "/hello"));
				return answers.size() == processes;
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		});
	}

	private static int secondPort(RunningApp app) {
		return Integer.parseInt(app.get("/second").text());
	}

	private static FitApp app(String way) {
		return FitApp.named("connectors-" + way)
			.dependency("org.springframework.boot:spring-boot-starter-webmvc")
			.args("--second.key-store=" + certificate.keyStore(), "--second.password=" + Certificate.PASSWORD)
			.source(CONTROLLER)
			.source(CONNECTOR)
			.source(way.equals("factory") ? FACTORY : CUSTOMIZER);
	}

	private static final String CONTROLLER = """
			package app;

			import jakarta.servlet.http.HttpServletRequest;
			import org.apache.catalina.connector.Connector;
			import org.springframework.beans.factory.ObjectProvider;
			import org.springframework.web.bind.annotation.GetMapping;
			import org.springframework.web.bind.annotation.RestController;

			@RestController
			class Seen {

				private final ObjectProvider<Connector> second;

				Seen(ObjectProvider<Connector> second) {
					this.second = second;
				}

				@GetMapping("/hello")
				String hello() {
					return "Handled by process " + ProcessHandle.current().pid();
				}

				@GetMapping("/second")
				int second() {
					return this.second.getObject().getLocalPort();
				}

				@GetMapping("/seen")
				String seen(HttpServletRequest request) {
					Connector second = this.second.getIfAvailable();
					boolean atSecond = second != null && request.getLocalPort() == second.getLocalPort();
					return "%s, %s, at %s".formatted(request.getScheme(), request.isSecure() ? "secure" : "not secure",
							atSecond ? "second.port" : "server.port");
				}

			}
			""";

	private static final String CONNECTOR = """
			package app;

			import org.apache.catalina.connector.Connector;
			import org.apache.coyote.http11.Http11NioProtocol;
			import org.apache.tomcat.util.net.SSLHostConfig;
			import org.apache.tomcat.util.net.SSLHostConfigCertificate;
			import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
			import org.springframework.context.annotation.Bean;
			import org.springframework.context.annotation.Configuration;
			import org.springframework.core.env.Environment;

			@Configuration
			@ConditionalOnProperty(name = "second.enabled", matchIfMissing = true)
			class Connectors {

				@Bean
				Connector second(Environment environment) {
					Connector connector = new Connector("HTTP/1.1");
					connector.setPort(environment.getRequiredProperty("second.port", Integer.class));
					connector.setScheme("https");
					connector.setSecure(true);
					SSLHostConfig host = new SSLHostConfig();
					SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host,
							SSLHostConfigCertificate.Type.UNDEFINED);
					certificate.setCertificateKeystoreFile(environment.getRequiredProperty("second.key-store"));
					certificate.setCertificateKeystorePassword(environment.getRequiredProperty("second.password"));
					host.addCertificate(certificate);
					Http11NioProtocol protocol = (Http11NioProtocol) connector.getProtocolHandler();
					protocol.setSSLEnabled(true);
					protocol.addSslHostConfig(host);
					return connector;
				}

			}
			""";

	private static final String PLAIN = """
			package app;

			import org.apache.catalina.connector.Connector;
			import org.springframework.context.annotation.Bean;
			import org.springframework.context.annotation.Configuration;
			import org.springframework.core.env.Environment;

			@Configuration
			class Connectors {

				@Bean
				Connector second(Environment environment) {
					Connector connector = new Connector("HTTP/1.1");
					connector.setPort(environment.getRequiredProperty("second.port", Integer.class));
					return connector;
				}

			}
			""";

	private static final String CUSTOMIZER = """
			package app;

			import org.apache.catalina.connector.Connector;
			import org.springframework.beans.factory.ObjectProvider;
			import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
			import org.springframework.boot.web.server.WebServerFactoryCustomizer;
			import org.springframework.context.annotation.Bean;
			import org.springframework.context.annotation.Configuration;

			@Configuration
			class Tomcats {

				@Bean
				WebServerFactoryCustomizer<TomcatServletWebServerFactory> both(ObjectProvider<Connector> second) {
					return (tomcat) -> second.ifAvailable(tomcat::addAdditionalConnectors);
				}

			}
			""";

	private static final String FACTORY = """
			package app;

			import org.apache.catalina.connector.Connector;
			import org.springframework.beans.factory.ObjectProvider;
			import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
			import org.springframework.context.annotation.Bean;
			import org.springframework.context.annotation.Configuration;

			@Configuration
			class Tomcats {

				@Bean
				TomcatServletWebServerFactory both(ObjectProvider<Connector> second) {
					TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
					second.ifAvailable(factory::addAdditionalConnectors);
					return factory;
				}

			}
			""";

}
