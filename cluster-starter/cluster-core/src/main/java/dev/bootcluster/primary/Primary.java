// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ExitCause;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.ipc.FromOperator;
import dev.bootcluster.ipc.History;
import dev.bootcluster.ipc.HistoryRequest;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.NotifySocket;
import dev.bootcluster.ipc.OperatorChannel;
import dev.bootcluster.ipc.OperatorDesk;
import dev.bootcluster.ipc.RequestingHistory;
import dev.bootcluster.ipc.WorkerSocket;
import dev.bootcluster.primary.fleet.ControlDesk;
import dev.bootcluster.primary.fleet.EventDelivery;
import dev.bootcluster.primary.fleet.EventLog;
import dev.bootcluster.primary.fleet.OutOfMemoryKillCount;
import dev.bootcluster.primary.fleet.OutOfMemoryKills;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.primary.launch.JvmWorkerLauncher;
import dev.bootcluster.primary.launch.PrimarySettings;
import dev.bootcluster.primary.launch.RuntimeFiles;
import dev.bootcluster.primary.launch.WorkerCommand;
import dev.bootcluster.primary.operators.Operators;
import dev.bootcluster.primary.supervision.Backoff;
import dev.bootcluster.primary.supervision.ClassTraining;
import dev.bootcluster.primary.supervision.HangWatch;
import dev.bootcluster.primary.supervision.OutsideThreadDump;
import dev.bootcluster.process.RecentOutput;
import dev.bootcluster.process.ServiceVariables;
import dev.bootcluster.process.ThreadTaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * The running primary: listens, supervises, and ends with its last worker.
 */
public final class Primary implements AutoCloseable {

	private final PrimarySettings settings;

	private final ThreadTaskLoop loop = new ThreadTaskLoop("cluster-primary");

	private final Ipc ipc = new Ipc("cluster-control");

	private final WorkerSocket control;

	private final Handoff handoff;

	private final WorkerPool pool;

	private final Supervisor supervisor;

	private final Cluster cluster;

	private final LoopCalls calls = new LoopCalls(this.loop);

	private final @Nullable ServiceReport report;

	private Primary(PrimarySettings settings, Generations generations, RuntimeFiles files, ServiceVariables service,
			Handoff handoff) throws IOException {
		this.settings = settings;
		this.handoff = handoff;
		RecentOutput output = new RecentOutput();
		WorkerCommand command = new WorkerCommand(settings, handoff.address().getPort());
		this.pool = new WorkerPool(generations, this.loop, new JvmWorkerLauncher(command, generations, files, output),
				handoff, new OutOfMemoryKills(new OutOfMemoryKillCount(Path.of("/"))),
				new EventLog(InstantSource.system()));
		HangWatch hangs = new HangWatch(this.pool, generations, this.loop, new OutsideThreadDump());
		this.supervisor = new Supervisor(this.loop, this.pool, handoff,
				new Backoff(() -> ThreadLocalRandom.current().nextDouble()), generations,
				new ClassTraining(this.pool, generations, command::archive, this.loop), hangs, output, settings);
		this.cluster = new PrimaryCluster(this.calls, this.supervisor.cluster());
		this.report = report(service);
		Consumer<ClusterEvent> delivery = new EventDelivery(this.pool::workers);
		this.pool.events().follower((this.report != null) ? this.report.andThen(delivery) : delivery);
		ControlDesk desk = this.supervisor.desk();
		this.control = this.ipc.listen(settings.handoff().directory(),
				(channel, message) -> this.loop.execute(() -> desk.received(channel, message)),
				(channel) -> this.loop.execute(() -> desk.closed(channel)),
				operators(new Operators(this.supervisor.cluster(), output)));
	}

	private OperatorDesk operators(Operators operators) {
		return new OperatorDesk() {

			@Override
			public void received(OperatorChannel channel, FromOperator message) {
				Primary.this.loop.execute(() -> operators.received(channel, message));
			}

			@Override
			public void closed(OperatorChannel channel) {
				Primary.this.loop.execute(() -> operators.closed(channel));
			}

		};
	}

	private @Nullable ServiceReport report(ServiceVariables service) {
		if (service.notifySocket() == null) {
			return null;
		}
		// It closes with the process.
		NotifySocket socket = NotifySocket.to(service.notifySocket());
		ServiceReport report = new ServiceReport(new ServiceNotices(socket::send, this.loop), this.supervisor.cluster(),
				this.handoff, this.loop, System::nanoTime);
		this.loop.execute(() -> report.watch(service.watchdog()));
		return report;
	}

	/**
	 * Listen for clients without starting any worker yet.
	 * @param settings how to run
	 * @param generations what to run; the first one has been prepared
	 * @param files what workers need in the cluster's directory
	 * @param service what the service manager asks for
	 * @return the primary
	 * @throws IOException if the port is in use or cannot be bound
	 */
	public static Primary open(PrimarySettings settings, Generations generations, RuntimeFiles files,
			ServiceVariables service) throws IOException {
		Handoff handoff = Handoff.open(settings.handoff(), service.sockets());
		try {
			return new Primary(settings, generations, files, service, handoff);
		}
		catch (IOException | RuntimeException ex) {
			handoff.close();
			throw ex;
		}
	}

	/**
	 * Return the address clients connect to.
	 * @return the address with the actual port
	 */
	public InetSocketAddress address() {
		return this.handoff.address();
	}

	/**
	 * Listen for workers again if something has deleted the sockets' files. Thread-safe.
	 * @return the names of those that were missing
	 * @throws IOException if they cannot be made again
	 */
	public List<String> listenForWorkers() throws IOException {
		List<String> missing = new ArrayList<>(this.control.listen());
		missing.addAll(this.handoff.listenForWorkers());
		return missing;
	}

	/**
	 * Return the cluster.
	 * @return the cluster
	 */
	public Cluster cluster() {
		return this.cluster;
	}

	/**
	 * Return what is remembered of the last minutes.
	 * @return the history
	 */
	public History history() {
		RequestingHistory history = this::ask;
		return history;
	}

	private <R> R ask(HistoryRequest<R> request) {
		return Objects.requireNonNull(this.calls.call(() -> request.perform(this.supervisor.history())));
	}

	/**
	 * Start the workers.
	 * @param oneFirst whether the others wait for the first to serve
	 * @return completes when the last worker is gone after {@link #shutDown}, or
	 * exceptionally with a {@link WorkersFailedException} if none could start
	 */
	public CompletableFuture<Void> start(boolean oneFirst) {
		this.loop.execute(() -> this.supervisor.sampling().begin());
		this.loop.execute(() -> this.supervisor.start(this.settings.workers(), this.settings.spares(), oneFirst));
		return this.supervisor.ended();
	}

	/**
	 * A reload that a signal asked for was refused. The service manager, which may have
	 * sent the signal, waits for an answer.
	 * @param reason why it was refused
	 */
	public void refused(String reason) {
		ServiceReport report = this.report;
		if (report != null) {
			this.loop.execute(() -> report.refused(reason));
		}
	}

	/**
	 * Begin to drain all workers, then end.
	 * @param because what asked for the shutdown
	 */
	public void shutDown(String because) {
		this.loop.execute(() -> this.supervisor.shutDown(because));
	}

	/**
	 * Kill all workers now.
	 */
	public void killAll() {
		this.loop.execute(() -> this.pool.workers()
			.forEach((worker) -> this.pool.endings().kill(worker, ExitCause.REQUESTED, "asked twice to end")));
	}

	/**
	 * Close the port and the channels. The workers must be gone.
	 */
	@Override
	public void close() {
		this.handoff.close();
		this.ipc.close();
		this.loop.close();
	}

}
