// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import dev.bootcluster.ExitCause;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Protocol;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Knows which worker is at the other end of a channel and passes its messages to the
 * listener for their type.
 */
public final class ControlDesk {

	private static final Log logger = LogFactory.getLog(ControlDesk.class);

	private final WorkerPool pool;

	private final Map<Class<? extends FromWorker>, BiConsumer<WorkerHandle, FromWorker>> listeners = new HashMap<>();

	public ControlDesk(WorkerPool pool) {
		this.pool = pool;
	}

	/**
	 * Listen for messages of a type; there is one listener per type.
	 */
	public <M extends FromWorker> void on(Class<M> type, BiConsumer<WorkerHandle, M> listener) {
		this.listeners.put(type, (worker, message) -> listener.accept(worker, type.cast(message)));
	}

	/**
	 * Handle a message. A failure costs only this message: the channel and the loop go
	 * on.
	 */
	public void received(ControlChannel<FromPrimary> channel, FromWorker message) {
		try {
			if (message instanceof FromWorker.Hello hello) {
				hello(channel, hello);
			}
			else {
				handle(channel, message);
			}
		}
		catch (Throwable ex) {
			WorkerHandle worker = this.pool.find(channel);
			logger.error("Could not handle message %s from %s".formatted(name(message),
					(worker != null) ? worker : "a process"), ex);
		}
	}

	private void handle(ControlChannel<FromPrimary> channel, FromWorker message) {
		WorkerHandle worker = this.pool.find(channel);
		if (worker == null) {
			logger.warn("Turned away a process that is not a worker of this cluster");
			channel.close();
			return;
		}
		BiConsumer<WorkerHandle, FromWorker> listener = this.listeners.get(message.getClass());
		if (listener == null) {
			logger.warn("Nothing in this primary listens for %s from %s".formatted(name(message), worker));
			return;
		}
		listener.accept(worker, message);
	}

	public void closed(ControlChannel<FromPrimary> channel) {
		WorkerHandle worker = this.pool.find(channel);
		if (worker != null) {
			this.pool.disconnected(worker, channel.misunderstanding());
		}
	}

	private void hello(ControlChannel<FromPrimary> channel, FromWorker.Hello hello) {
		WorkerHandle worker = this.pool.find(hello.launch());
		if (worker == null || worker.channel() != null || worker.process().pid() != hello.pid()) {
			logger.warn("Process %d claims to be worker launch %d, which is not expected".formatted(hello.pid(),
					hello.launch()));
			channel.close();
			return;
		}
		if (hello.protocol() != Protocol.VERSION) {
			this.pool.endings()
				.kill(worker, ExitCause.BOOT_FAILURE,
						("its version of Boot Cluster (protocol %d) is incompatible with the primary's (protocol %d), "
								+ "which a reload does not change: restart the cluster")
							.formatted(hello.protocol(), Protocol.VERSION));
			return;
		}
		worker.connected(channel);
	}

	/**
	 * Return only the name of a message: its content may be long or secret.
	 */
	private static String name(FromWorker message) {
		return message.getClass().getSimpleName();
	}

}
