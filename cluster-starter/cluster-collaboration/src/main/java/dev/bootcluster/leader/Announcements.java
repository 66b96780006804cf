// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Announces leadership changes to the application and our own features, in order and on
 * one thread.
 */
final class Announcements implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Announcements.class);

	private final ApplicationEventPublisher application;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final Executor executor;

	Announcements(ApplicationEventPublisher application) {
		this(application, Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, "cluster-leadership");
			thread.setDaemon(true);
			return thread;
		}));
	}

	Announcements(ApplicationEventPublisher application, Executor executor) {
		this.application = application;
		this.executor = executor;
	}

	void add(Runnable listener) {
		this.listeners.add(listener);
	}

	void announce(LeadershipChanged change) {
		this.executor.execute(() -> {
			guarded(() -> this.application.publishEvent(change));
			this.listeners.forEach(Announcements::guarded);
		});
	}

	@Override
	public void close() {
		if (this.executor instanceof ExecutorService service) {
			service.shutdownNow();
		}
	}

	private static void guarded(Runnable listener) {
		try {
			listener.run();
		}
		catch (Throwable ex) {
			logger.error("A listener of leadership changes failed", ex);
		}
	}

}
