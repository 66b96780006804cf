// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.bootcluster.ipc.SessionRoute;

/**
 * Which requests a worker serves itself, and which belong to another. Only the primary
 * knows whether that other one serves; if it does not, the primary has this worker stand
 * in for it, which is remembered for a moment so that not every request asks.
 * Thread-safe.
 */
final class SessionAffinity {

	private static final long MOMENT = Duration.ofSeconds(1).toNanos();

	/**
	 * Clients make up routes as they like.
	 */
	private static final int MAX_ABSENT = 1024;

	private final SessionRoute own;

	private final LongSupplier clock;

	private final Map<SessionRoute, Long> absent = new ConcurrentHashMap<>();

	private volatile boolean lingering;

	/**
	 * Create a worker's affinity.
	 * @param own the route of its sessions
	 * @param clock the monotonic time in nanoseconds
	 */
	SessionAffinity(SessionRoute own, LongSupplier clock) {
		this.own = own;
		this.clock = clock;
	}

	SessionRoute own() {
		return this.own;
	}

	/**
	 * Serve from now on only requests whose session is here.
	 */
	void linger() {
		this.lingering = true;
	}

	/**
	 * The primary chose this worker for a request that another worker sent on.
	 * @param route where the request's session lives, or lived
	 */
	void placed(SessionRoute route) {
		if (route.exists() && !route.equals(this.own)) {
			if (this.absent.size() >= MAX_ABSENT) {
				this.absent.clear();
			}
			this.absent.put(route, this.clock.getAsLong());
		}
	}

	/**
	 * Return whether a request belongs to another worker, which may be an earlier one of
	 * the same slot: it may still serve beside this one.
	 * @param route where its session lives
	 */
	boolean isElsewhere(SessionRoute route) {
		if (route.equals(this.own)) {
			return false;
		}
		if (this.lingering) {
			return true;
		}
		if (!route.exists()) {
			return false;
		}
		Long since = this.absent.get(route);
		return since == null || this.clock.getAsLong() - since >= MOMENT;
	}

}
