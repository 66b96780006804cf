// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import dev.bootcluster.worker.WorkerLoad;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of what this worker has been given to do.
 */
final class WorkerMeters implements MeterBinder {

	private static final String CONNECTIONS = "cluster.worker.connections";

	private static final String REQUESTS = "cluster.worker.requests.active";

	private static final String HANDOFFS = "cluster.worker.handoffs";

	private static final String REFUSALS = "cluster.worker.refusals";

	private static final String MIGRATIONS = "cluster.worker.migrations";

	private final Supplier<WorkerLoad> load;

	WorkerMeters(Supplier<WorkerLoad> load) {
		this.load = load;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, CONNECTIONS, "Open connections", WorkerLoad::connections);
		gauge(registry, REQUESTS, "Requests that were begun and have not ended", WorkerLoad::inFlight);
		counter(registry, HANDOFFS, "Connections handed to the worker", WorkerLoad::handedOff);
		counter(registry, REFUSALS, "Connections that the worker declined", WorkerLoad::refused);
		counter(registry, MIGRATIONS, "Connections that moved between workers", WorkerLoad::migratedIn, "direction",
				"in");
		counter(registry, MIGRATIONS, "Connections that moved between workers", WorkerLoad::migratedOut, "direction",
				"out");
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<WorkerLoad> value) {
		Gauge.builder(name, this.load, (load) -> value.applyAsDouble(load.get()))
			.description(description)
			.strongReference(true)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<WorkerLoad> value,
			String... tags) {
		FunctionCounter.builder(name, this.load, (load) -> value.applyAsDouble(load.get()))
			.tags(tags)
			.description(description)
			.register(registry);
	}

}
