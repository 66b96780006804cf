// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import dev.bootcluster.ClusterWarmup;
import dev.bootcluster.worker.Warmup;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;

/**
 * The lifecycle of the application in the worker that trains the class archive: its beans
 * are created and its web server starts, because they load the classes of a worker. Then
 * the start stops for good. Listeners, jobs, message consumers, registrations and runners
 * are not started: their effects would be those of one more worker that nobody wants.
 */
final class TrainingLifecycle implements LifecycleProcessor {

	private static final Log logger = LogFactory.getLog(TrainingLifecycle.class);

	private final ConfigurableApplicationContext context;

	private final Consumer<Warmup> started;

	/**
	 * Create a lifecycle.
	 * @param context the application's context
	 * @param started called with what is left to do, on the thread that starts the
	 * application
	 */
	TrainingLifecycle(ConfigurableApplicationContext context, Consumer<Warmup> started) {
		this.context = context;
		this.started = started;
	}

	/**
	 * Does not return: what follows in a start has effects.
	 */
	@Override
	public void onRefresh() {
		WebServer server = server();
		if (server != null) {
			server.start();
		}
		ClusterProperties.Warmup requests = ClusterProperties.of(this.context.getEnvironment()).warmup();
		List<ClusterWarmup> warmups = this.context.getBeanProvider(ClusterWarmup.class).orderedStream().toList();
		this.started.accept(new Warmup(requests.paths(), requests.rounds(), warmups));
		awaitTheEndOfTheJvm();
	}

	private static void awaitTheEndOfTheJvm() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The training of the class archive was interrupted", ex);
		}
	}

	/**
	 * Remove what the web server has on the disk; beans are not destroyed.
	 */
	void end() {
		try {
			WebServer server = server();
			if (server != null) {
				server.stop();
				server.destroy();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The web server could not be stopped", ex);
		}
	}

	private @Nullable WebServer server() {
		return (this.context instanceof WebServerApplicationContext web) ? web.getWebServer() : null;
	}

	@Override
	public void onClose() {
		// Nothing was started.
	}

	@Override
	public void start() {
		// Nothing is to be started.
	}

	@Override
	public void stop() {
		// Nothing was started.
	}

	@Override
	public boolean isRunning() {
		return false;
	}

}
