// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.bootcluster.ipc.SessionRoute;
import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.Manager;
import org.apache.catalina.util.SessionConfig;
import org.jspecify.annotations.Nullable;

/**
 * The sessions in the memory of a worker's Tomcat. Their ids say where they live, so that
 * the worker recognizes requests that belong to another one.
 */
public final class StickySessions implements LifecycleListener {

	private final SessionAffinity affinity;

	private final List<Context> contexts = new CopyOnWriteArrayList<>();

	private volatile @Nullable SessionFinder finder;

	/**
	 * Create the sessions of a worker.
	 * @param launch what the primary told the worker
	 */
	public StickySessions(WorkerLaunch launch) {
		this(new SessionAffinity(SessionRoute.of(launch), System::nanoTime));
	}

	StickySessions(SessionAffinity affinity) {
		this.affinity = affinity;
	}

	/**
	 * Look after the sessions of a web application.
	 * @param context the web application's context, before it starts
	 */
	public void of(Context context) {
		if (context.getParent().getParent() instanceof Engine engine) {
			engine.setJvmRoute(this.affinity.own().toString());
			context.addLifecycleListener(this);
		}
	}

	/**
	 * The application may name its cookie until it has started.
	 */
	@Override
	public void lifecycleEvent(LifecycleEvent event) {
		if (event.getType().equals(Lifecycle.AFTER_START_EVENT) && event.getLifecycle() instanceof Context context) {
			this.contexts.add(context);
			this.finder = new SessionFinder(SessionConfig.getSessionCookieName(context),
					SessionConfig.getSessionUriParamName(context));
		}
		else if (event.getType().equals(Lifecycle.BEFORE_STOP_EVENT)
				&& event.getLifecycle() instanceof Context context) {
			this.contexts.remove(context);
		}
	}

	SessionAffinity affinity() {
		return this.affinity;
	}

	/**
	 * The number of sessions in this worker's memory.
	 */
	long count() {
		return this.contexts.stream().mapToLong(StickySessions::count).sum();
	}

	private static long count(Context context) {
		Manager manager = context.getManager();
		return (manager != null) ? manager.getActiveSessions() : 0;
	}

	/**
	 * Find out where the session of a request lives.
	 * @param head what has been read of the request, from index 0 to the buffer's
	 * position
	 * @return its route, {@code null} if more must be read to know
	 */
	@Nullable SessionRoute find(ByteBuffer head) {
		SessionFinder finder = this.finder;
		return (finder != null) ? finder.find(head, head.position()) : SessionRoute.NONE;
	}

}
