// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

import dev.bootcluster.metrics.Contribution.ProcessId;
import dev.bootcluster.metrics.KeptCounts.Kept;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One view of the meters of all workers, gathered by the one that is asked.
 */
final class ClusterScrape {

	private static final Log logger = LogFactory.getLog(ClusterScrape.class);

	private final OwnMeters own;

	private final OtherMeters neighbours;

	private final KeptCounts kept;

	private final ClusterFigures figures;

	private final WorkerLabel label;

	private final IntConsumer unanswered;

	private final ReentrantLock lock = new ReentrantLock();

	private long began;

	private @Nullable List<Family> last;

	/**
	 * Create a view.
	 * @param own the meters of this process
	 * @param neighbours the others
	 * @param kept what those have counted that do not answer
	 * @param figures the cluster's
	 * @param label tells the workers' series from each other
	 * @param unanswered gets the slot of each worker that does not answer
	 */
	ClusterScrape(OwnMeters own, OtherMeters neighbours, KeptCounts kept, ClusterFigures figures, WorkerLabel label,
			IntConsumer unanswered) {
		this.own = own;
		this.neighbours = neighbours;
		this.kept = kept;
		this.figures = figures;
		this.label = label;
		this.unanswered = unanswered;
	}

	/**
	 * Return the families of all workers now. Whoever has waited for another's turn
	 * shares the result of the next: all workers are busy with one question at a time.
	 * @throws UncheckedIOException if what others have counted cannot be read: without it
	 * counters would fall
	 */
	List<Family> families() {
		long asked = System.nanoTime();
		this.lock.lock();
		try {
			List<Family> families = this.last;
			if (families == null || this.began - asked < 0) {
				this.last = null;
				this.began = System.nanoTime();
				families = gather();
			}
			this.last = this.lock.hasQueuedThreads() ? families : null;
			return families;
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<Family> gather() {
		boolean known = this.figures.refresh();
		List<Contribution> contributions = new ArrayList<>();
		try {
			OtherMeters.Gathered gathered = this.neighbours.gather(this.own.source());
			gathered.silent().forEach(this.unanswered::accept);
			contributions.addAll(gathered.contributions());
		}
		catch (IOException ex) {
			logger.warn("The other workers' meters are missing", ex);
		}
		// Counts those as well that did not answer.
		OwnMeters.Contributed contributed = this.own.contribute();
		contributions.add(contributed.contribution());
		Set<ProcessId> answered = new HashSet<>();
		contributions.forEach((contribution) -> answered.add(contribution.process()));
		Kept kept = kept(answered);
		contributions.removeIf((contribution) -> kept.dead().contains(contribution.process()));
		// This process may know older totals than others have shown: better a gap than a
		// counter that falls.
		List<Family> ofTheCluster = known ? contributed.ofTheCluster() : List.of();
		List<Family> families = merge(contributions, kept.contributions(), ofTheCluster);
		fold(kept);
		return families;
	}

	private Kept kept(Set<ProcessId> answered) {
		try {
			return this.kept.except(answered);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("What other workers have counted cannot be read", ex);
		}
	}

	private void fold(Kept kept) {
		try {
			this.kept.fold(kept);
		}
		catch (IOException ex) {
			logger.debug("What workers that are gone have counted stays in their own files", ex);
		}
	}

	private List<Family> merge(List<Contribution> living, List<Contribution> kept, List<Family> ofTheCluster) {
		Map<Integer, ProcessId> shown = shown(living);
		List<Contribution> all = new ArrayList<>();
		living.forEach((contribution) -> all.add(
				contribution.process().equals(shown.get(contribution.slot())) ? contribution : contribution.counted()));
		all.addAll(kept);
		all.sort(Contribution.NEWEST_FIRST);
		MergedFamilies merged = new MergedFamilies();
		for (Contribution contribution : all) {
			merged.add(contribution.families(), (labels) -> this.label.of(contribution.slot(), labels));
		}
		merged.add(ofTheCluster, (labels) -> labels);
		return merged.toList();
	}

	/**
	 * During a reload a slot has two workers. What rises and falls is that of the one
	 * which the cluster's report shows.
	 */
	private Map<Integer, ProcessId> shown(List<Contribution> living) {
		Map<Integer, Long> reported = this.figures.processes();
		Map<Integer, ProcessId> shown = new HashMap<>();
		living.stream().sorted(Contribution.NEWEST_FIRST).forEach((contribution) -> {
			shown.putIfAbsent(contribution.slot(), contribution.process());
			if (reported.getOrDefault(contribution.slot(), 0L) == contribution.process().pid()) {
				shown.put(contribution.slot(), contribution.process());
			}
		});
		return shown;
	}

}
