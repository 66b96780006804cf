// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.WorkerState;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager how the cluster is doing (sd_notify(3)): ready with its first
 * worker, reloading, stopping, alive. Used on the loop only.
 */
final class ServiceReport implements Consumer<ClusterEvent> {

	/**
	 * How much longer the service manager is to wait, from each time it is asked to.
	 */
	static final Duration EXTENSION = Duration.ofSeconds(30);

	static final Duration EXTENSION_INTERVAL = Duration.ofSeconds(10);

	private static final Duration SHORTEST_BEAT = Duration.ofMillis(10);

	private final ServiceNotices notices;

	private final Cluster cluster;

	private final Handoff handoff;

	private final TaskLoop loop;

	private final LongSupplier nanoTime;

	private ServiceStage stage = ServiceStage.STARTING;

	private String status = "";

	private @Nullable String failure;

	private boolean updating;

	private @Nullable Runnable extension;

	/**
	 * Create a report.
	 * @param notices where to send it
	 * @param cluster the cluster, for use on the loop
	 * @param handoff what else must not hang
	 * @param loop the loop
	 * @param nanoTime {@code CLOCK_MONOTONIC} in nanoseconds, which on Linux is
	 * {@link System#nanoTime()} (HotSpot's {@code os::javaTimeNanos})
	 */
	ServiceReport(ServiceNotices notices, Cluster cluster, Handoff handoff, TaskLoop loop, LongSupplier nanoTime) {
		this.notices = notices;
		this.cluster = cluster;
		this.handoff = handoff;
		this.loop = loop;
		this.nanoTime = nanoTime;
	}

	/**
	 * Give signs of life from now on, twice as often as the service manager expects them
	 * (sd_watchdog_enabled(3)), as long as both the loop and the handoff's answer.
	 * @param watchdog how often it expects them, zero for never
	 */
	void watch(Duration watchdog) {
		if (!watchdog.isZero()) {
			Duration half = watchdog.dividedBy(2);
			beat((half.compareTo(SHORTEST_BEAT) > 0) ? half : SHORTEST_BEAT);
		}
	}

	private void beat(Duration interval) {
		this.loop.schedule(interval, () -> beat(interval));
		this.handoff.responds().thenRun(() -> this.loop.execute(() -> this.notices.send("WATCHDOG=1")));
	}

	@Override
	public void accept(ClusterEvent event) {
		switch (event.type()) {
			case RELOAD_STARTED -> reloading();
			case RELOAD_SUCCEEDED -> reloaded(null);
			case RELOAD_FAILED -> reloaded(event.detail());
			case CLUSTER_STOPPING -> stopping();
			default -> {
				// It may have changed the status.
			}
		}
		if (!this.updating) {
			// Events are recorded before what they tell has changed.
			this.updating = true;
			this.loop.execute(this::update);
		}
	}

	/**
	 * Whoever asked for a reload by a signal waits for its beginning and its end, which
	 * another reload may have to stand for.
	 * @param reason why there is no reload of its own
	 */
	void refused(String reason) {
		if (this.stage == ServiceStage.RELOADING) {
			begin(ServiceStage.RELOADING);
		}
		else if (this.stage == ServiceStage.SERVING) {
			reloading();
			reloaded("reload refused: " + reason);
			update();
		}
	}

	private void reloading() {
		if (this.stage == ServiceStage.SERVING) {
			begin(ServiceStage.RELOADING);
		}
	}

	private void reloaded(@Nullable String failure) {
		if (this.stage == ServiceStage.RELOADING) {
			this.failure = failure;
			this.stage = ServiceStage.SERVING;
			this.notices.send("READY=1");
		}
	}

	private void stopping() {
		begin(ServiceStage.STOPPING);
	}

	/**
	 * Begin what may take longer than the service manager would wait.
	 */
	private void begin(ServiceStage stage) {
		this.stage = stage;
		if (stage == ServiceStage.RELOADING) {
			this.notices.send("RELOADING=1",
					"MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(this.nanoTime.getAsLong()));
		}
		else {
			this.notices.send("STOPPING=1");
		}
		extend();
	}

	/**
	 * The cluster ends reloads and drains by its own deadlines.
	 */
	private void extend() {
		if (this.extension != null) {
			this.extension.run();
			this.extension = null;
		}
		if (this.stage == ServiceStage.RELOADING || this.stage == ServiceStage.STOPPING) {
			this.notices.send("EXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(EXTENSION.toNanos()));
			this.extension = this.loop.schedule(EXTENSION_INTERVAL, this::extend);
		}
	}

	private void update() {
		this.updating = false;
		ClusterInfo info = this.cluster.info();
		boolean started = this.stage == ServiceStage.STARTING
				&& info.workers().stream().anyMatch((worker) -> worker.state() == WorkerState.READY);
		if (started) {
			this.stage = ServiceStage.SERVING;
			this.notices.send("READY=1", "MAINPID=" + info.primary().pid());
		}
		String status = ServiceStatus.of(this.stage, info, this.failure);
		if (!status.equals(this.status)) {
			this.status = status;
			this.notices.send("STATUS=" + status);
		}
	}

}
