// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterTotals;
import dev.bootcluster.ClusterTotals.RolloutTotal;
import dev.bootcluster.ExitCause;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * The meters of the cluster as a whole. Every worker has them, and a scrape shows them
 * once.
 */
final class ClusterMeters implements MeterBinder {

	private static final String WORKERS = "cluster.workers";

	private static final String GENERATION = "cluster.generation";

	private static final String PENDING = "cluster.connections.pending";

	private static final String REFUSED = "cluster.connections.refused";

	private static final String HANDOFF = "cluster.handoff";

	private static final String EXITS = "cluster.worker.exits";

	private static final String SKEW = "cluster.balancing.skew";

	private static final String RELOAD = "cluster.reload";

	private final ClusterFigures figures;

	private final Map<MeterRegistry, Set<Meter.Id>> ids = new ConcurrentHashMap<>();

	private final ThreadLocal<Boolean> binding = ThreadLocal.withInitial(() -> false);

	ClusterMeters(ClusterFigures figures) {
		this.figures = figures;
	}

	/**
	 * Remember which meters of a registry are these, from now on. Filters of the
	 * application may give them other names and tags there, and the application may have
	 * meters with names like theirs.
	 */
	void recognizeIn(MeterRegistry registry) {
		if (registry instanceof CompositeMeterRegistry composite) {
			composite.getRegistries().forEach(this::recognizeIn);
			return;
		}
		Set<Meter.Id> ids = ConcurrentHashMap.newKeySet();
		if (this.ids.putIfAbsent(registry, ids) == null) {
			registry.config().onMeterAdded((meter) -> {
				if (this.binding.get()) {
					ids.add(meter.getId());
				}
			});
		}
	}

	/**
	 * Return whether a meter of a registry is one of these.
	 */
	boolean isIn(MeterRegistry registry, Meter.Id id) {
		return this.ids.getOrDefault(registry, Set.of()).contains(id);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.binding.set(true);
		try {
			bindAll(registry);
		}
		finally {
			this.binding.remove();
		}
	}

	private void bindAll(MeterRegistry registry) {
		for (WorkerState state : WorkerState.values()) {
			gauge(registry, WORKERS, "Workers by state",
					(info) -> info.workers().stream().filter((worker) -> worker.state() == state).count(), "state",
					name(state));
		}
		gauge(registry, GENERATION, "Generation that serves", ClusterInfo::generation);
		gauge(registry, PENDING, "Connections that wait for a worker", (info) -> info.primary().pending());
		gauge(registry, SKEW, "Connections of the worker that got most, divided by those of the one that got fewest",
				(info) -> info.balancing().skew());
		counter(registry, REFUSED, "Connections that no worker could take", ClusterTotals::refused);
		FunctionTimer
			.builder(HANDOFF, this.figures, (figures) -> (long) total(ClusterTotals::handoffs),
					(figures) -> total((totals) -> totals.handoffTime().toNanos()), TimeUnit.NANOSECONDS)
			.description("Time from the acceptance of a connection to its acknowledgement by a worker")
			.register(registry);
		for (ExitCause cause : ExitCause.values()) {
			counter(registry, EXITS, "Workers that have ended", (totals) -> totals.exits().getOrDefault(cause, 0L),
					"cause", name(cause));
		}
		for (ReloadInfo.Kind kind : ReloadInfo.Kind.values()) {
			for (ReloadState outcome : List.of(ReloadState.SUCCEEDED, ReloadState.FAILED)) {
				rollouts(registry, kind, outcome);
			}
		}
	}

	private void rollouts(MeterRegistry registry, ReloadInfo.Kind kind, ReloadState outcome) {
		RolloutTotal none = new RolloutTotal(kind, outcome, 0, Duration.ZERO);
		FunctionTimer
			.builder(RELOAD, this.figures, (figures) -> (long) total((totals) -> rollout(totals, none).count()),
					(figures) -> total((totals) -> rollout(totals, none).time().toNanos()), TimeUnit.NANOSECONDS)
			.tags("kind", name(kind), "outcome", name(outcome))
			.description("Time that reloads and rolling restarts have taken")
			.register(registry);
	}

	private static RolloutTotal rollout(ClusterTotals totals, RolloutTotal none) {
		return totals.rollouts()
			.stream()
			.filter((total) -> total.kind() == none.kind() && total.outcome() == none.outcome())
			.findFirst()
			.orElse(none);
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<ClusterInfo> value,
			String... tags) {
		Gauge.builder(name, this.figures, (figures) -> {
			ClusterInfo info = figures.info();
			return (info != null) ? value.applyAsDouble(info) : Double.NaN;
		}).tags(tags).description(description).strongReference(true).register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<ClusterTotals> value,
			String... tags) {
		FunctionCounter.builder(name, this.figures, (figures) -> total(value))
			.tags(tags)
			.description(description)
			.register(registry);
	}

	private double total(ToDoubleFunction<ClusterTotals> value) {
		ClusterTotals totals = this.figures.totals();
		return (totals != null) ? value.applyAsDouble(totals) : 0;
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
