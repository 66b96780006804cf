// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.bootcluster.ClusterException;
import dev.bootcluster.primary.Primary;
import dev.bootcluster.process.ServiceVariables;
import dev.bootcluster.process.Terminal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Handles the primary's signals. The first TERM or INT drains all workers and ends the
 * primary, the second kills the workers; the reload signal reloads; TTIN and TTOU scale
 * up and down by one. Unless chosen for reloads, or sent by a service manager, HUP keeps
 * its meaning for the JVM: a closed terminal ends the application, {@code nohup} prevents
 * that.
 */
final class PrimarySignals {

	private static final Log logger = LogFactory.getLog(PrimarySignals.class);

	private final Primary primary;

	private final AtomicBoolean ending = new AtomicBoolean();

	PrimarySignals(Primary primary) {
		this.primary = primary;
	}

	void install(ReloadSignal reload) {
		handle("TERM", this::end);
		handle("INT", this::end);
		ScaleSignals scale = new ScaleSignals(this.primary.cluster());
		handle("TTIN", (signal) -> scale.received(signal.getName(), 1));
		handle("TTOU", (signal) -> scale.received(signal.getName(), -1));
		boolean service = ServiceVariables.current().notifySocket() != null && !Terminal.isAttached();
		reload.names(service).forEach((name) -> handle(name, this::reload));
	}

	private void handle(String name, SignalHandler handler) {
		try {
			Signal.handle(new Signal(name), handler);
		}
		catch (IllegalArgumentException ex) {
			// -Xrs, or a signal that the JVM reserves.
			logger.warn("SIG%s cannot be handled and will have no effect on the cluster: %s".formatted(name,
					ex.getMessage()));
		}
	}

	private void end(Signal signal) {
		if (this.ending.compareAndSet(false, true)) {
			logger.info("SIG%s: draining all workers, then ending".formatted(signal.getName()));
			new Thread(() -> System.exit(0), "cluster-end").start();
		}
		else {
			logger.warn("SIG%s again: killing all workers".formatted(signal.getName()));
			this.primary.killAll();
		}
	}

	private void reload(Signal signal) {
		try {
			logger.info("SIG%s: reload %d begins".formatted(signal.getName(), this.primary.cluster().reload().id()));
		}
		catch (ClusterException ex) {
			logger.warn("SIG%s: the reload was refused: %s".formatted(signal.getName(), ex.getMessage()));
			this.primary.refused(String.valueOf(ex.getMessage()));
		}
	}

}
