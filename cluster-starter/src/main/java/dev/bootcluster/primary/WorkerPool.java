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

package dev.bootcluster.primary;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.Message;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * All worker processes that live: spawns, retires and kills them and tells a listener
 * what becomes of them. Knows nothing of slots' plans. Used on the loop only.
 */
final class WorkerPool {

	private static final Log logger = LogFactory.getLog(WorkerPool.class);

	/**
	 * From the polite request to the kill.
	 */
	static final Duration GRACE = Duration.ofSeconds(10);

	private final PrimarySettings settings;

	private final TaskLoop loop;

	private final WorkerLauncher launcher;

	private final Handoff handoff;

	private final Map<Long, WorkerHandle> workers = new LinkedHashMap<>();

	private @Nullable Listener listener;

	private long launches;

	WorkerPool(PrimarySettings settings, TaskLoop loop, WorkerLauncher launcher, Handoff handoff) {
		this.settings = settings;
		this.loop = loop;
		this.launcher = launcher;
		this.handoff = handoff;
	}

	void listener(Listener listener) {
		this.listener = listener;
	}

	Collection<WorkerHandle> workers() {
		return List.copyOf(this.workers.values());
	}

	@Nullable WorkerHandle find(long launch) {
		return this.workers.get(launch);
	}

	@Nullable WorkerHandle find(ControlChannel channel) {
		return this.workers.values().stream().filter((worker) -> worker.channel() == channel).findFirst().orElse(null);
	}

	/**
	 * Start a worker.
	 */
	WorkerHandle spawn(int slot, int generation) {
		WorkerIdentity identity = new WorkerIdentity(++this.launches, slot, generation);
		this.handoff.expect(identity.launch(), slot);
		WorkerHandle worker = new WorkerHandle(identity, launch(identity), this.loop.now());
		this.workers.put(identity.launch(), worker);
		logger.info(worker + " starting");
		worker.timer(this.loop.schedule(this.settings.bootTimeout(), () -> bootTimedOut(worker)));
		worker.process().exit().thenAccept((code) -> this.loop.execute(() -> exited(worker, code)));
		return worker;
	}

	private WorkerProcess launch(WorkerIdentity identity) {
		try {
			return this.launcher.launch(identity);
		}
		catch (IOException ex) {
			logger.error("Worker %d (generation %d) cannot be started: %s".formatted(identity.slot(),
					identity.generation(), ex.getMessage()));
			return new FailedLaunch(ex);
		}
	}

	/**
	 * The worker said that it can serve.
	 */
	void ready(WorkerHandle worker) {
		if (!worker.isWanted()) {
			return;
		}
		worker.timer(null);
		worker.ready(this.loop.now());
		logger.info("%s ready in %s".formatted(worker, Durations.text(worker.uptime(this.loop.now()))));
		this.handoff.admit(worker.identity().launch());
		listener().ready(worker);
	}

	/**
	 * End a worker politely while others serve on: it finishes what it has, and its idle
	 * connections may stay to the end of the drain for their next request.
	 */
	void retire(WorkerHandle worker, String because) {
		retire(worker, because, this.settings.drainTimeout());
	}

	/**
	 * End a worker politely. What has never served is terminated.
	 * @param idle how long its idle connections may stay
	 */
	void retire(WorkerHandle worker, String because, Duration idle) {
		boolean again = !worker.isWanted();
		worker.unwanted(because);
		switch (worker.state()) {
			case READY -> drain(worker, because, idle);
			case STARTING -> {
				if (again) {
					// It has started meanwhile and answers the signal by asking.
					orderDrain(worker, idle);
				}
				else {
					worker.process().terminate();
					worker.timer(this.loop.schedule(GRACE, () -> kill(worker, "it did not end when asked to")));
				}
			}
			// It drains already, but may let its idle connections go sooner now.
			case DRAINING -> orderDrain(worker, idle);
			case EXITED -> {
				// Gone already.
			}
		}
	}

	private void drain(WorkerHandle worker, String because, Duration idle) {
		worker.draining();
		logger.info("%s draining: %s".formatted(worker, because));
		orderDrain(worker, idle);
		worker.timer(this.loop.schedule(this.settings.drainTimeout().plus(GRACE),
				() -> kill(worker, "it did not end its drain in time")));
	}

	/**
	 * Stop distributing first: the order says how many descriptors are still to come.
	 */
	private void orderDrain(WorkerHandle worker, Duration idle) {
		long timeout = this.settings.drainTimeout().toMillis();
		this.handoff.release(worker.identity().launch())
			.thenAccept(
					(sent) -> this.loop.execute(() -> send(worker, new Message.Drain(timeout, idle.toMillis(), sent))));
	}

	private void send(WorkerHandle worker, Message message) {
		ControlChannel channel = worker.channel();
		if (channel != null) {
			channel.send(message);
		}
	}

	/**
	 * A worker's control channel ended: it can neither be asked nor told anything, so it
	 * gets no more connections and has to be gone soon.
	 */
	void disconnected(WorkerHandle worker) {
		if (worker.isAlive()) {
			this.handoff.release(worker.identity().launch());
			worker.timer(this.loop.schedule(this.settings.drainTimeout().plus(GRACE),
					() -> kill(worker, "it closed its control channel but did not exit")));
		}
	}

	private void bootTimedOut(WorkerHandle worker) {
		kill(worker, "it was not ready within " + Durations.text(this.settings.bootTimeout()));
	}

	void kill(WorkerHandle worker, String because) {
		if (worker.isAlive()) {
			logger.warn("%s is killed: %s".formatted(worker, because));
			worker.trouble(because);
			worker.process().kill();
		}
	}

	private void exited(WorkerHandle worker, int code) {
		worker.timer(null);
		worker.exited(code);
		this.workers.remove(worker.identity().launch());
		this.handoff.forget(worker.identity().launch());
		String message = "%s %s".formatted(worker, (worker.exit() != null) ? worker.exit().reason() : "ended");
		if (worker.isWanted()) {
			logger.warn(message);
		}
		else {
			logger.info(message);
		}
		listener().exited(worker);
	}

	private Listener listener() {
		if (this.listener == null) {
			throw new IllegalStateException("No listener");
		}
		return this.listener;
	}

	/**
	 * Hears what becomes of workers.
	 */
	interface Listener {

		/**
		 * A worker is ready and gets connections.
		 */
		void ready(WorkerHandle worker);

		/**
		 * A worker is gone.
		 */
		void exited(WorkerHandle worker);

	}

}
