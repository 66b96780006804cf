// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.server.ServerContainer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;

/**
 * A Tomcat with one servlet, and clients for it.
 */
final class TestTomcat {

	private final Tomcat tomcat = new Tomcat();

	private final List<ServletContainerInitializer> initializers = new ArrayList<>();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	TestTomcat(Path directory, Valve valve) {
		this.tomcat.setBaseDir(directory.toString());
		this.tomcat.setPort(0);
		this.tomcat.getEngine().getPipeline().addValve(valve);
	}

	/**
	 * A Tomcat to which connections are handed over, as to a worker's.
	 */
	TestTomcat(Path directory, HandoffProtocol protocol) {
		this.tomcat.setBaseDir(directory.toString());
		Connector connector = new Connector(protocol);
		connector.setPort(8080);
		this.tomcat.setConnector(connector);
	}

	/**
	 * Let requests pass a valve.
	 */
	void add(Valve valve) {
		this.tomcat.getEngine().getPipeline().addValve(valve);
	}

	AbstractProtocol<?> protocol() {
		return (AbstractProtocol<?>) this.tomcat.getConnector().getProtocolHandler();
	}

	/**
	 * Let the application have WebSockets.
	 * @param initializer makes the container
	 * @param deployment adds endpoints
	 */
	void add(ServletContainerInitializer initializer, Deployment deployment) {
		this.initializers.add((classes, context) -> {
			initializer.onStartup(classes, context);
			deployment.deploy((ServerContainer) context.getAttribute(ServerContainer.class.getName()));
		});
	}

	void start(Service service) throws LifecycleException {
		start(service, (context) -> {
		});
	}

	/**
	 * Start.
	 * @param customizer changes the context before it starts
	 */
	void start(Service service, Consumer<Context> customizer) throws LifecycleException {
		Context context = this.tomcat.addContext("", null);
		customizer.accept(context);
		this.initializers.forEach((initializer) -> context.addServletContainerInitializer(initializer, null));
		Wrapper wrapper = Tomcat.addServlet(context, "test", new HttpServlet() {

			@Override
			protected void service(HttpServletRequest request, HttpServletResponse response)
					throws ServletException, IOException {
				service.serve(request, response);
			}

		});
		wrapper.setAsyncSupported(true);
		context.addServletMappingDecoded("/", "test");
		this.tomcat.start();
	}

	void stop() throws LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	/**
	 * Send a request.
	 * @return the response status
	 */
	CompletableFuture<Integer> get() {
		return get("");
	}

	CompletableFuture<Integer> get(String query) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:%d/%s".formatted(port(), query)))
			.build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
			.thenApply(HttpResponse::statusCode);
	}

	/**
	 * Send a request on a separate connection.
	 */
	Socket send(String headers) throws IOException {
		return sendBytes("GET / HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(headers));
	}

	/**
	 * Send what need not be a request.
	 */
	Socket sendBytes(String bytes) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
		socket.setSoTimeout(5000);
		socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

	private int port() {
		return this.tomcat.getConnector().getLocalPort();
	}

	/**
	 * What WebSockets there are.
	 */
	@FunctionalInterface
	interface Deployment {

		/**
		 * Add endpoints.
		 */
		void deploy(ServerContainer container) throws ServletException;

	}

	/**
	 * What the servlet does.
	 */
	@FunctionalInterface
	interface Service {

		/**
		 * Serve a request.
		 */
		void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;

	}

}
