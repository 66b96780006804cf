// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import dev.bootcluster.ipc.RelaySocket;
import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Listens on this worker's own socket while a connector of Tomcat's runs, and answers as
 * that connector does. It is no connector itself, so that the application has as many as
 * it configured.
 */
public final class RelayListener implements LifecycleListener {

	private static final Log logger = LogFactory.getLog(RelayListener.class);

	private final RelaySocket socket;

	private final WorkerAnswers answers;

	private @Nullable RelayProtocol protocol;

	RelayListener(RelaySocket socket, WorkerAnswers answers) {
		this.socket = socket;
		this.answers = answers;
	}

	/**
	 * Let a worker listen beside a connector.
	 * @param worker the worker
	 * @param connector the connector
	 */
	public static void beside(Worker worker, Connector connector) {
		if (worker.launch().slot() != WorkerLaunch.NO_SLOT) {
			connector
				.addLifecycleListener(new RelayListener(RelayProtocol.socketOf(worker.launch()), worker.answers()));
		}
	}

	@Override
	public void lifecycleEvent(LifecycleEvent event) {
		if (event.getType().equals(Lifecycle.AFTER_START_EVENT)) {
			start((Connector) event.getLifecycle());
		}
		else if (event.getType().equals(Lifecycle.BEFORE_STOP_EVENT)) {
			stop();
		}
	}

	/**
	 * The worker serves its clients all the same if it cannot be reached by others.
	 */
	private void start(Connector connector) {
		RelayProtocol protocol = new RelayProtocol();
		protocol.listenOn(this.socket);
		protocol.answer(this.answers);
		protocol.setAdapter(new CoyoteAdapter(connector));
		protocol.setUtilityExecutor(connector.getService().getServer().getUtilityExecutor());
		try {
			protocol.init();
			protocol.start();
			this.protocol = protocol;
		}
		catch (Exception ex) {
			logger.warn("Requests cannot be relayed to this worker: " + ex.getMessage(), ex);
		}
	}

	private void stop() {
		RelayProtocol running = this.protocol;
		this.protocol = null;
		if (running != null) {
			try {
				running.stop();
				running.destroy();
			}
			catch (Exception ex) {
				logger.debug("The relay could not be stopped", ex);
			}
		}
	}

}
