// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;

import dev.bootcluster.ipc.WorkerLaunch;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * The files in which Boot tells other programs the application's process id and port. The
 * primary has the process id and opens the port; any other process would overwrite the
 * files and delete them at its end.
 */
final class ProcessFiles {

	private final List<WebServerPortFileWriter> portFiles;

	private ProcessFiles(List<WebServerPortFileWriter> portFiles) {
		this.portFiles = portFiles;
	}

	/**
	 * Write none in a JVM that the primary has started. Called before the first event.
	 */
	static void leaveToPrimary(SpringApplication application) {
		if (WorkerLaunch.isWorker() || Plan.directory() != null) {
			application.setListeners(application.getListeners()
				.stream()
				.filter((listener) -> !isPidFile(listener) && !(listener instanceof WebServerPortFileWriter))
				.toList());
		}
	}

	/**
	 * Find those that the primary writes.
	 */
	static ProcessFiles of(SpringApplication application) {
		return new ProcessFiles(application.getListeners()
			.stream()
			.filter(WebServerPortFileWriter.class::isInstance)
			.map(WebServerPortFileWriter.class::cast)
			.toList());
	}

	static boolean isPidFile(ApplicationListener<?> listener) {
		return listener instanceof ApplicationPidFileWriter;
	}

	/**
	 * Write the port that clients connect to, not that of the primary's own web server.
	 * @param port the port
	 */
	void portOpened(int port) {
		for (WebServerPortFileWriter portFile : this.portFiles) {
			portFile.onApplicationEvent(
					new ServletWebServerInitializedEvent(new Opened(port), new ServletWebServerApplicationContext()));
		}
	}

	/**
	 * What the writers expect to listen on the port.
	 */
	private record Opened(int port) implements WebServer {

		@Override
		public void start() {
			// The port is open.
		}

		@Override
		public void stop() {
			// The primary closes it.
		}

		@Override
		public int getPort() {
			return this.port;
		}

	}

}
