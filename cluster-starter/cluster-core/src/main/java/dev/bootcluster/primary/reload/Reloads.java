// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterTotals.RolloutTotal;
import dev.bootcluster.LingeringWorker;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Purpose;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.primary.supervision.ClassTraining;
import dev.bootcluster.primary.supervision.Settling;
import dev.bootcluster.primary.supervision.Staffing;
import dev.bootcluster.process.AvailableMemory;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * Begins reloads, one at a time, and carries out what they decide.
 */
public final class Reloads implements ReloadActions, WorkerObserver {

	/**
	 * The slot of a worker in a trial.
	 */
	private static final int NO_SLOT = 0;

	private final Fleet fleet;

	private final Staffing staffing;

	private final Settling settling;

	private final ClassTraining training;

	private final WorkerPool pool;

	private final Generations generations;

	private final Consumer<GenerationSettings> check;

	private final TaskLoop loop;

	private final Lingering lingering;

	private final RolloutTotals totals = new RolloutTotals();

	private @Nullable Reload last;

	private Duration began = Duration.ZERO;

	private int previous;

	private int lastGeneration = 1;

	private int count;

	/**
	 * Create what replaces the workers.
	 * @param check throws a {@link ClusterException} if workers of a generation with
	 * these settings cannot serve here
	 */
	public Reloads(Fleet fleet, Staffing staffing, Settling settling, ClassTraining training, WorkerPool pool,
			Generations generations, Consumer<GenerationSettings> check, TaskLoop loop) {
		this.fleet = fleet;
		this.check = check;
		this.staffing = staffing;
		this.settling = settling;
		this.training = training;
		this.pool = pool;
		this.generations = generations;
		this.loop = loop;
		this.lingering = new Lingering(pool, loop, AvailableMemory::bytes);
		pool.events().duringReload(() -> running().map(Reload::id).orElse(0));
	}

	/**
	 * Return the current or last reload, empty before the first.
	 */
	public Optional<ReloadInfo> last() {
		return Optional.ofNullable(this.last).map(Reload::info);
	}

	/**
	 * Return how reloads and rolling restarts have ended.
	 */
	public List<RolloutTotal> totals() {
		return this.totals.all();
	}

	/**
	 * Return the replaced workers that live on for their sessions.
	 */
	public List<LingeringWorker> lingering() {
		return this.lingering.workers();
	}

	/**
	 * A worker that lives on has told how many sessions it has.
	 */
	public void sessions(WorkerHandle worker, long sessions) {
		this.lingering.sessions(worker, sessions);
	}

	private Optional<Reload> running() {
		return Optional.ofNullable(this.last).filter(Reload::isRunning);
	}

	/**
	 * Begin a reload to what is on disk now.
	 * @param trial whether to only try it, with one worker that serves no connections
	 */
	public ReloadInfo begin(boolean trial) {
		this.fleet.requireIdle();
		int target = ++this.lastGeneration;
		Reload reload = create(Kind.RELOAD, target, trial);
		this.generations.prepare(target)
			.whenComplete((generation, failure) -> this.loop.execute(() -> prepared(reload, generation, failure)));
		return reload.info();
	}

	private void prepared(Reload reload, Generation generation, @Nullable Throwable failure) {
		if (failure != null) {
			reload.unprepared(Objects.requireNonNullElse(failure.getCause(), failure));
			return;
		}
		try {
			this.check.accept(generation.settings());
		}
		catch (ClusterException ex) {
			reload.unprepared(ex);
			return;
		}
		proceed(reload, generation.settings().reload());
	}

	/**
	 * Begin to return to the previous generation.
	 */
	public ReloadInfo rollBack() {
		this.fleet.requireIdle();
		if (this.previous == 0) {
			throw new ClusterException(Reason.CONFLICT,
					"There is no generation before %d to return to".formatted(this.fleet.generation()));
		}
		Reload reload = create(Kind.RELOAD, this.previous, false);
		proceed(reload, this.generations.get(this.previous).settings().reload());
		return reload.info();
	}

	private void proceed(Reload reload, ReloadSettings settings) {
		this.lingering.prepare(reload.id(), settings.sessionPatience(), serving(this.fleet.generation()));
		reload.proceed(settings);
	}

	/**
	 * Begin to replace all workers by others of their generation, one slot at a time. A
	 * generation that has proved itself need not bake again.
	 */
	public ReloadInfo restart() {
		this.fleet.requireIdle();
		Reload restart = create(Kind.RESTART, this.fleet.generation(), false);
		GenerationSettings settings = this.generations.get(this.fleet.generation()).settings();
		proceed(restart, new ReloadSettings(Surge.of("1"), settings.bootTimeout(), Duration.ZERO,
				settings.drainTimeout(), settings.reload().deadline()));
		return restart.info();
	}

	private Reload create(Kind kind, int target, boolean trial) {
		this.training.cancel("workers are being replaced");
		// The first worker has to prove itself, which takes requests.
		List<Slot> slots = this.fleet.slots()
			.stream()
			.filter((slot) -> !slot.isStopped())
			.sorted(Comparator.comparing((slot) -> !slot.isRouted()))
			.toList();
		ReloadStory story = new ReloadStory(this.pool.events(), ++this.count, kind, trial, this.fleet.generation(),
				target, slots.size());
		Reload reload = new Reload(story, slots, this);
		this.last = reload;
		this.began = this.loop.now();
		this.fleet.begin(reload);
		return reload;
	}

	public void cancel() {
		running().ifPresent(Reload::cancel);
	}

	@Override
	public void exited(WorkerHandle worker) {
		running().ifPresent((reload) -> reload.exited(worker));
	}

	@Override
	public WorkerHandle start(@Nullable Slot slot, int generation, Duration bootTimeout, Purpose purpose) {
		if (slot == null) {
			return this.pool.spawn(NO_SLOT, generation, purpose, "to try its generation", bootTimeout);
		}
		return this.staffing.tryOut(slot, generation, purpose, (generation != this.fleet.generation())
				? "a reload to generation %d".formatted(generation) : "a restart of its slot", bootTimeout);
	}

	@Override
	public void admit(WorkerHandle worker) {
		this.staffing.admit(worker);
	}

	@Override
	public List<WorkerHandle> serving(int generation) {
		return this.pool.workers()
			.stream()
			.filter((worker) -> worker.isReady() && worker.identity().generation() == generation)
			.toList();
	}

	@Override
	public @Nullable WorkerHandle takeOver(Slot slot, WorkerHandle worker, Duration drainTimeout, Purpose purpose) {
		WorkerHandle predecessor = this.staffing.takeOver(slot, worker);
		if (predecessor != null && this.lingering.keep(predecessor, worker, drainTimeout)) {
			return null;
		}
		if (predecessor != null) {
			this.staffing.assign(predecessor, slot, purpose);
			this.pool.endings().retire(predecessor, "replaced by " + worker, drainTimeout, drainTimeout);
		}
		return predecessor;
	}

	@Override
	public void remove(WorkerHandle worker, String because) {
		this.pool.endings().retire(worker, because);
	}

	@Override
	public WorkerHandle restore(Slot slot, int generation, Purpose purpose) {
		return this.staffing.replace(slot, generation, purpose);
	}

	@Override
	public void ended(int generation, boolean committed) {
		last().ifPresent((reload) -> this.totals.ended(reload, this.loop.now().minus(this.began)));
		if (committed) {
			this.previous = this.fleet.generation();
			this.fleet.generation(generation);
		}
		Set<Integer> needed = new TreeSet<>(Set.of(this.fleet.generation()));
		if (this.previous > 0) {
			needed.add(this.previous);
		}
		this.pool.workers().forEach((worker) -> needed.add(worker.identity().generation()));
		this.generations.retain(needed);
		this.settling.check();
	}

	@Override
	public Runnable schedule(Duration delay, Runnable action) {
		return this.loop.schedule(delay, action);
	}

}
