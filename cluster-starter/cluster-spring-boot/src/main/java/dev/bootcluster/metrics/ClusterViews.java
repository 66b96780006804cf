// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.nio.file.Path;
import java.util.Collection;

import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.metrics.Contribution.ProcessId;
import dev.bootcluster.worker.Worker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Opens views of the meters of all workers.
 */
final class ClusterViews {

	private final Path directory;

	private final Worker worker;

	private final ClusterFigures figures;

	private final OtherMeters neighbours;

	private final WorkerLabel label;

	/**
	 * Create what opens views.
	 * @param directory where counts are kept
	 * @param worker this process
	 * @param figures the cluster's
	 * @param neighbours the other workers
	 * @param label tells the workers' series from each other
	 */
	ClusterViews(Path directory, Worker worker, ClusterFigures figures, OtherMeters neighbours, WorkerLabel label) {
		this.directory = directory;
		this.worker = worker;
		this.figures = figures;
		this.neighbours = neighbours;
		this.label = label;
	}

	/**
	 * Open a view, to which this process contributes from now on.
	 * @param source this process' meters
	 * @param registries count workers that do not answer
	 */
	ClusterView open(MeterSource source, Collection<? extends MeterRegistry> registries) {
		WorkerLaunch launch = this.worker.launch();
		KeptCounts kept = new KeptCounts(this.directory, source.name(), (pid) -> ProcessHandle.of(pid).isPresent());
		OwnMeters own = new OwnMeters(source, launch.slot(),
				new ProcessId(launch.launch(), ProcessHandle.current().pid()), kept);
		this.worker.answer(NeighbourMeters.PATH + source.name(),
				() -> MetersJson.write(own.contribute(NeighbourMeters.LIMIT).contribution()));
		return new ClusterView(own, new ClusterScrape(own, this.neighbours, kept, this.figures, this.label,
				(slot) -> registries.forEach((registry) -> unanswered(registry, slot))));
	}

	private static void unanswered(MeterRegistry registry, int slot) {
		Counter.builder("cluster.metrics.unanswered")
			.tag("slot", Integer.toString(slot))
			.description("How often a worker did not tell its meters in time")
			.register(registry)
			.increment();
	}

}
