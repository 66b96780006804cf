// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.PortRequest;
import dev.bootcluster.ipc.WorkerLaunch;
import org.jspecify.annotations.Nullable;

/**
 * The service of a worker: its ports, and the requests that its Tomcat executes.
 */
final class Serving implements Drain.Service {

	/**
	 * The start of a worker can wait for a primary that is busy.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final List<ServedPort> ports = new CopyOnWriteArrayList<>();

	private volatile boolean reportsLoad;

	private volatile boolean lingering;

	private final RequestProgress progress;

	private final WorkerLaunch launch;

	private final Ipc ipc;

	private final PrimaryCalls calls;

	private final Runnable onEnd;

	private final Runnable onDrain;

	private final ServingSettings settings;

	private final @Nullable StickySessions sessions;

	/**
	 * @param progress the valve of Tomcat's engine
	 * @param launch what the primary told this worker
	 * @param ipc opens channels to the primary
	 * @param calls asks the primary
	 * @param onEnd called when no more connections will come
	 * @param onDrain called when the close of connections has been announced
	 * @param settings how to serve
	 * @param sessions decide which requests are served here, {@code null} if all are
	 */
	Serving(RequestProgress progress, WorkerLaunch launch, Ipc ipc, PrimaryCalls calls, Runnable onEnd,
			Runnable onDrain, ServingSettings settings, @Nullable StickySessions sessions) {
		ReceivedSockets.require();
		this.progress = progress;
		this.launch = launch;
		this.ipc = ipc;
		this.calls = calls;
		this.onEnd = onEnd;
		this.onDrain = onDrain;
		this.sessions = sessions;
		this.settings = settings;
	}

	/**
	 * Serve the main port.
	 */
	void open(HandoffEndpoint endpoint) {
		open(Ipc.MAIN_PORT, endpoint);
	}

	/**
	 * Serve another port, which the primary opens unless it has done so for another
	 * worker.
	 * @return the port that clients connect to
	 * @throws BindException if the primary cannot open it
	 */
	int open(PortRequest.Open request, HandoffEndpoint endpoint) throws BindException {
		try {
			PortRequest.Opened opened = this.calls.require(request, PATIENCE);
			if (this.ports.stream().anyMatch((port) -> port.number() == opened.number())) {
				throw new BindException("Address already in use: two connectors have port " + request.port());
			}
			open(opened.number(), endpoint);
			return opened.port();
		}
		catch (ClusterException ex) {
			throw new BindException(ex.getMessage());
		}
	}

	private void open(int number, HandoffEndpoint endpoint) {
		this.settings.applyTo(endpoint);
		ServedPort port = new ServedPort(number, endpoint, this.launch.shared(), this.onEnd);
		if (this.sessions != null) {
			endpoint.stick(this.sessions, HandedConnection::moveTo);
		}
		this.ports.add(port);
		port.open(this.ipc, this.launch);
		if (this.reportsLoad) {
			port.reportLoad(this.progress);
		}
	}

	/**
	 * Carry out an order that concerns connections.
	 * @return whether it is one
	 */
	boolean perform(FromPrimary order) {
		if (order instanceof FromPrimary.GiveBack give) {
			giveBack(give);
		}
		else if (order instanceof FromPrimary.ReportLoad report) {
			reportLoad(report.wanted());
		}
		else if (order instanceof FromPrimary.Linger) {
			linger();
		}
		else {
			return false;
		}
		return true;
	}

	private void linger() {
		if (this.sessions != null) {
			this.sessions.affinity().linger();
		}
		this.lingering = true;
	}

	private void reportLoad(boolean wanted) {
		this.reportsLoad = wanted;
		this.progress.onChange(wanted ? () -> this.ports.forEach(ServedPort::loadChanged) : () -> {
		});
		this.ports.forEach((port) -> port.reportLoad(wanted ? this.progress : null));
	}

	WorkerLoad load() {
		return new WorkerLoad(connections(), this.progress.inFlight(), sum(ServedPort::handedOff),
				sum(ServedPort::refused), sum(ServedPort::migratedIn), sum(ServedPort::migratedOut));
	}

	private long sum(ToLongFunction<ServedPort> number) {
		return this.ports.stream().mapToLong(number).sum();
	}

	/**
	 * Warm up, without counting the requests.
	 */
	void warmUp(Warmup warmup) {
		try {
			warmup.run(this.ports.get(0).endpoint());
		}
		finally {
			this.progress.reset();
		}
	}

	/**
	 * Tell the primary this worker's condition.
	 */
	void beat(Consumer<FromWorker> primary) {
		primary.accept(heartbeat());
		if (this.lingering) {
			primary.accept(new FromWorker.Sessions((this.sessions != null) ? this.sessions.count() : 0));
		}
	}

	private FromWorker.Heartbeat heartbeat() {
		RequestThreads threads = RequestThreads.busiest(this.ports.stream().map(ServedPort::threads).toList());
		ResponseTimes.Percentiles times = this.progress.times();
		return new FromWorker.Heartbeat(connections(), this.progress.completed(), this.progress.errors(),
				ResidentMemory.bytes(), this.progress.executing(), this.progress.oldestMillis(), threads.queued(),
				threads.busy(), threads.max(), LiveHeap.bytes(), ProcessorTime.nanos(), times.p50(), times.p99(),
				this.progress.inFlight());
	}

	/**
	 * Return what the request threads do.
	 */
	List<Executing> executingRequests() {
		return this.progress.executingRequests();
	}

	/**
	 * Give connections back, those of the main port. With sessions, connections are where
	 * these are.
	 */
	private void giveBack(FromPrimary.GiveBack order) {
		if (this.sessions == null) {
			Departures departures = this.ports.get(0).endpoint().departures();
			if (order.active()) {
				departures.giveBackActive(order.slots());
			}
			else {
				departures.giveBack(order.slots());
			}
		}
	}

	@Override
	public void closeIntake() {
		this.ports.forEach(ServedPort::closeIntake);
	}

	@Override
	public long handoffs() {
		return sum(ServedPort::handoffs);
	}

	@Override
	public void announceClose() {
		this.ports.forEach((port) -> {
			if (this.settings.migrate()) {
				port.traffic().moveOrAnnounceClose();
			}
			else {
				port.traffic().announceClose();
			}
		});
	}

	@Override
	public void moveIdle(long patienceMillis) {
		this.ports.forEach((port) -> port.traffic().moveIdle(patienceMillis));
	}

	@Override
	public void stopMoving() {
		this.ports.forEach((port) -> port.traffic().stopMoving());
	}

	@Override
	public void endStreams() {
		this.onDrain.run();
	}

	@Override
	public void endEvents() {
		this.progress.streams().end();
	}

	@Override
	public void closeIdle(long idleMillis) {
		this.ports.forEach((port) -> port.traffic().closeIdle(idleMillis));
	}

	@Override
	public int connections() {
		return this.ports.stream().mapToInt((port) -> port.traffic().connections()).sum();
	}

}
