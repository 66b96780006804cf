// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.bootcluster.ipc.PortRequest;
import dev.bootcluster.worker.AdditionalEndpoint.PortOpener;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ajp.AjpNioProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Nio2Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SocketProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link AdditionalConnectors} and {@link AdditionalEndpoint}, with real
 * connectors.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdditionalConnectorsTests {

	private static final int OPEN_PORT = 45678;

	@TempDir
	private Path directory;

	private final Tomcat tomcat = new Tomcat();

	private final List<PortRequest.Open> asked = new ArrayList<>();

	private final List<HandoffEndpoint> serving = new ArrayList<>();

	private Context context;

	@BeforeEach
	void configure() {
		this.tomcat.setBaseDir(this.directory.toString());
		Connector main = new Connector(new HandoffProtocol());
		main.setPort(8080);
		main.setProperty("bindOnInit", "false");
		this.tomcat.setConnector(main);
		this.context = this.tomcat.addContext("", null);
	}

	@AfterEach
	void stop() throws LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	@ParameterizedTest
	@MethodSource
	void portIsAskedOfThePrimary(Connector connector, PortRequest.Open expected) throws Exception {
		start(connector);
		assertThat(this.asked).containsExactly(expected);
		assertThat(connector.getLocalPort()).isEqualTo(OPEN_PORT);
		assertThat(connector.getState()).isEqualTo(LifecycleState.STARTED);
	}

	static Stream<Arguments> portIsAskedOfThePrimary() {
		return Stream.of(arguments(connector("HTTP/1.1", 8081), new PortRequest.Open(null, 8081, 1, 100, true)),
				arguments(connector(Http11NioProtocol.class.getName(), 0), new PortRequest.Open(null, 0, 1, 100, true)),
				arguments(connector("HTTP/1.1", 8081, (protocol) -> protocol.setAcceptCount(7)),
						new PortRequest.Open(null, 8081, 1, 7, true)),
				arguments(connector("HTTP/1.1", 8081, (protocol) -> protocol.setPortOffset(1000)),
						new PortRequest.Open(null, 9081, 1, 100, true)),
				arguments(
						connector("HTTP/1.1", 8081,
								(protocol) -> protocol.setAddress(InetAddress.getLoopbackAddress())),
						new PortRequest.Open("127.0.0.1", 8081, 1, 100, true)),
				arguments(
						connector("AJP/1.3", 8009, (protocol) -> ((AjpNioProtocol) protocol).setSecretRequired(false)),
						new PortRequest.Open(InetAddress.getLoopbackAddress().getHostAddress(), 8009, 1, 100, false)));
	}

	@Test
	void connectorsThatWantAFreePortAreToldApart() throws Exception {
		start(connector("HTTP/1.1", 0), connector("HTTP/1.1", 0));
		assertThat(this.asked).extracting(PortRequest.Open::connector).containsExactly(1, 2);
	}

	@Test
	void connectorWithTlsCannotAnswerInPlainText() throws Exception {
		Connector connector = connector("HTTP/1.1", 8443, (protocol) -> {
			AbstractHttp11Protocol<?> http = (AbstractHttp11Protocol<?>) protocol;
			http.setSSLEnabled(true);
			http.addSslHostConfig(new SSLHostConfig());
		});
		start(connector);
		assertThat(this.asked).containsExactly(new PortRequest.Open(null, 8443, 1, 100, false));
	}

	/**
	 * The PROXY protocol is spoken on the main port alone.
	 */
	@Test
	void connectionsThatAreHandedOverAreServed() throws Exception {
		((HandoffProtocol) this.tomcat.getConnector().getProtocolHandler()).expectProxyProtocol();
		start(connector("HTTP/1.1", 8081,
				(protocol) -> ((AbstractHttp11Protocol<?>) protocol).setServer("configured")));
		try (ServerSocketChannel listener = ServerSocketChannel.open()) {
			listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			try (SocketChannel client = SocketChannel.open(listener.getLocalAddress());
					Socket socket = client.socket()) {
				HandoffEndpoint endpoint = this.serving.get(0);
				assertThat(endpoint.reserve(null)).isTrue();
				endpoint.serve(listener.accept());
				socket.getOutputStream()
					.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
					.startsWith("HTTP/1.1 404 ")
					.contains("Server: configured");
			}
		}
	}

	@Test
	void connectorThatIsStartedAgainKeepsItsPort() throws Exception {
		Connector connector = connector("HTTP/1.1", 8081);
		start(connector);
		connector.stop();
		assertThat(this.serving.get(0).reserve(null)).isFalse();
		connector.start();
		assertThat(this.asked).hasSize(1);
		assertThat(this.serving.get(0).reserve(null)).isTrue();
	}

	@Test
	void portThatCannotBeOpenedFailsTheConnector() throws Exception {
		Connector connector = connector("HTTP/1.1", 8081);
		start((request, endpoint) -> {
			throw new BindException("The primary cannot open port 8081");
		}, connector);
		assertThat(connector.getState()).isEqualTo(LifecycleState.FAILED);
	}

	@ParameterizedTest
	@MethodSource
	void otherConnectorsAreLeftAloneAndTheLogSaysSo(Connector connector, CapturedOutput output) throws Exception {
		start(connector);
		assertThat(this.asked).isEmpty();
		assertThat(output).contains("opens its port itself, which only one worker can do")
			.contains(connector.getProtocolHandlerClassName());
	}

	static Stream<Connector> otherConnectorsAreLeftAloneAndTheLogSaysSo() {
		return Stream.of(new Connector(new Http11Nio2Protocol()), new Connector(new OwnProtocol()),
				connector("HTTP/1.1", 0, (protocol) -> protocol.setProperty("unixDomainSocketPath",
						"/tmp/%s.sock".formatted(ProcessHandle.current().pid()))));
	}

	@Test
	void everySettingArrives() throws Exception {
		Http11NioProtocol protocol = new Http11NioProtocol();
		protocol.setMaxThreads(17);
		protocol.setMaxConnections(18);
		protocol.setKeepAliveTimeout(19);
		protocol.setConnectionTimeout(20);
		protocol.setConnectionLinger(21);
		protocol.setTcpNoDelay(false);
		protocol.setMaxKeepAliveRequests(22);
		protocol.setSelectorTimeout(23);
		protocol.setProperty("socket.appReadBufSize", "1024");
		protocol.addSslHostConfig(new SSLHostConfig());
		Object original = endpoint(protocol);
		Map<String, Object> expected = settings(original);
		assertThat(AdditionalEndpoint.replaceIn(protocol, 1, (request, endpoint) -> OPEN_PORT)).isTrue();
		assertThat(endpoint(protocol)).isInstanceOf(AdditionalEndpoint.class);
		assertThat(settings(endpoint(protocol))).containsAllEntriesOf(expected).containsValues(17, 18, 22, 1024);
		assertThat(protocol.getMaxThreads()).isEqualTo(17);
		assertThat(protocol.findSslHostConfigs()).hasSize(1);
	}

	/**
	 * Return the values of all fields that Tomcat's own endpoint has.
	 */
	private static Map<String, Object> settings(Object endpoint) throws IllegalAccessException {
		Map<String, Object> settings = new TreeMap<>();
		for (Class<?> type = NioEndpoint.class; type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				field.setAccessible(true);
				if (!Modifier.isStatic(field.getModifiers()) && field.getType() != SocketProperties.class) {
					settings.put(field.getName(), field.get(endpoint));
				}
				else if (field.getType() == SocketProperties.class) {
					for (Field property : SocketProperties.class.getDeclaredFields()) {
						property.setAccessible(true);
						settings.put("socket." + property.getName(), property.get(field.get(endpoint)));
					}
				}
			}
		}
		return settings;
	}

	private static AbstractEndpoint<?, ?> endpoint(AbstractProtocol<?> protocol) throws ReflectiveOperationException {
		Field field = AbstractProtocol.class.getDeclaredField("endpoint");
		field.setAccessible(true);
		return (AbstractEndpoint<?, ?>) field.get(protocol);
	}

	private void start(Connector... connectors) throws LifecycleException {
		start((request, endpoint) -> {
			this.asked.add(request);
			this.serving.add(endpoint);
			return OPEN_PORT;
		}, connectors);
	}

	private void start(PortOpener opener, Connector... connectors) throws LifecycleException {
		for (Connector connector : connectors) {
			this.tomcat.getService().addConnector(connector);
		}
		new AdditionalConnectors(opener).of(this.context);
		this.tomcat.start();
	}

	private static Connector connector(String protocol, int port) {
		return connector(protocol, port, (handler) -> {
		});
	}

	private static Connector connector(String protocol, int port, Consumer<AbstractProtocol<?>> settings) {
		Connector connector = new Connector(protocol);
		connector.setPort(port);
		settings.accept((AbstractProtocol<?>) connector.getProtocolHandler());
		return connector;
	}

	/**
	 * A protocol with an endpoint of the application's.
	 */
	public static final class OwnProtocol extends Http11NioProtocol {

		public OwnProtocol() {
			super(new NioEndpoint() {
			});
		}

	}

}
