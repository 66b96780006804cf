// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Link;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The worker's control channel, as offered to features that the worker itself does not
 * know.
 */
final class PrimaryLink implements Link {

	private static final Log logger = LogFactory.getLog(PrimaryLink.class);

	private final int slot;

	private final Consumer<FromWorker> channel;

	private final PrimaryCalls calls;

	private final Map<Class<? extends FromPrimary>, Consumer<FromPrimary>> listeners = new ConcurrentHashMap<>();

	PrimaryLink(int slot, Consumer<FromWorker> channel, PrimaryCalls calls) {
		this.slot = slot;
		this.channel = channel;
		this.calls = calls;
	}

	@Override
	public int slot() {
		return this.slot;
	}

	@Override
	public void send(FromWorker message) {
		this.channel.accept(message);
	}

	@Override
	public <R> @Nullable R ask(CollaborationRequest<R> request) {
		return this.calls.ask(request);
	}

	@Override
	public <M extends FromPrimary> void on(Class<M> type, Consumer<M> listener) {
		this.listeners.put(type, (message) -> listener.accept(type.cast(message)));
	}

	/**
	 * Pass a message to the feature it is for, if this worker has it.
	 */
	void received(FromPrimary message) {
		Consumer<FromPrimary> listener = this.listeners.get(message.getClass());
		if (listener == null) {
			logger.debug("No feature of this worker handles " + message);
			return;
		}
		try {
			listener.accept(message);
		}
		catch (Throwable ex) {
			logger.error("The primary's message %s could not be handled".formatted(message.getClass().getSimpleName()),
					ex);
		}
	}

}
