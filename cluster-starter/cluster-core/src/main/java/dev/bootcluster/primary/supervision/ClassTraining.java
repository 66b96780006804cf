// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.generation.ArchiveTraining;
import dev.bootcluster.generation.ClassArchive;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.primary.fleet.Purpose;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Trains the class archive of the serving generation in the background: an extra worker
 * starts at low priority, serves no connections, and writes the archive as it ends. A
 * failure costs nothing but the archive and is not retried.
 */
public final class ClassTraining implements Purpose {

	private static final Log logger = LogFactory.getLog(ClassTraining.class);

	/**
	 * The wait from when every slot is served: serving comes first.
	 */
	private static final Duration DELAY = Duration.ofSeconds(3);

	/**
	 * The wait while another cluster may be training the archive.
	 */
	private static final Duration RETRY = Duration.ofSeconds(30);

	private final WorkerPool pool;

	private final Generations generations;

	private final Function<Generation, @Nullable ClassArchive> archives;

	private final TaskLoop loop;

	private final Set<ClassArchive> tried = new HashSet<>();

	private @Nullable Runnable timer;

	private @Nullable WorkerHandle trainee;

	private @Nullable ClassArchive archive;

	private @Nullable ArchiveTraining training;

	/**
	 * Create a training.
	 * @param archives returns the archive a generation should have, {@code null} if none
	 */
	public ClassTraining(WorkerPool pool, Generations generations,
			Function<Generation, @Nullable ClassArchive> archives, TaskLoop loop) {
		this.pool = pool;
		this.generations = generations;
		this.archives = archives;
		this.loop = loop;
	}

	/**
	 * All slots have a worker of a generation: if it has no archive, train one soon.
	 */
	void serving(int generation) {
		if (this.trainee == null && this.timer == null) {
			this.timer = this.loop.schedule(DELAY, () -> train(generation));
		}
	}

	private void train(int number) {
		this.timer = null;
		ClassArchive archive = this.archives.apply(this.generations.get(number));
		if (archive == null || archive.exists() || !this.tried.add(archive)) {
			return;
		}
		try {
			this.training = archive.begin();
		}
		catch (IOException ex) {
			logger.info("There is no class archive for generation %d; its workers start without one: %s"
				.formatted(number, ex));
			return;
		}
		if (this.training == null) {
			logger.debug("Another cluster is training the class archive");
			this.tried.remove(archive);
			this.timer = this.loop.schedule(RETRY, () -> train(number));
			return;
		}
		this.archive = archive;
		this.trainee = this.pool.spawnTrainee(number, this);
	}

	@Override
	public void ready(WorkerHandle worker) {
		this.pool.endings().retire(worker, "it has trained the class archive", WorkerPool.TRAINING, Duration.ZERO);
	}

	@Override
	public void exited(WorkerHandle worker) {
		ArchiveTraining training = this.training;
		if (worker != this.trainee || training == null) {
			return;
		}
		try (training) {
			end();
			if (endedWell(worker) && training.finish()) {
				logger.info("Workers of generation %d start faster from now on: their classes are archived"
					.formatted(worker.identity().generation()));
				return;
			}
		}
		catch (IOException ex) {
			logger.debug("Could not keep the class archive", ex);
		}
		logger.info("There is no class archive for generation %d; its workers start without one: %s"
			.formatted(worker.identity().generation(), (worker.exit() != null) ? worker.exit().reason() : "unknown"));
		worker.process().lastLines().forEach(logger::debug);
	}

	private void end() {
		this.trainee = null;
		this.archive = null;
		this.training = null;
	}

	/**
	 * The archive is written at the very end, so any other exit may have truncated it.
	 */
	private static boolean endedWell(WorkerHandle worker) {
		WorkerExit exit = worker.exit();
		return exit != null && exit.cause() == ExitCause.REQUESTED && exit.signal() == null;
	}

	/**
	 * Give way to something more important.
	 */
	public void cancel(String because) {
		if (this.timer != null) {
			this.timer.run();
			this.timer = null;
		}
		WorkerHandle trainee = this.trainee;
		ClassArchive archive = this.archive;
		ArchiveTraining training = this.training;
		if (trainee != null && archive != null && training != null) {
			end();
			this.tried.remove(archive);
			trainee.unwanted(ExitCause.REQUESTED, "its training of the class archive gives way: " + because);
			trainee.process().kill();
			try (training) {
				logger.debug("Class archive training is cancelled: " + because);
			}
			catch (IOException ex) {
				logger.debug("Could not delete an unfinished class archive", ex);
			}
		}
	}

}
