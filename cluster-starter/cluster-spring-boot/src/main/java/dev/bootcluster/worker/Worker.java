// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.History;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.ipc.PortRequest;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * This JVM as a worker: talks to the primary, takes connections and drains.
 */
public final class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private static final long HEARTBEAT_MILLIS = 1000;

	private final WorkerLaunch launch;

	private final Ipc ipc = new Ipc("cluster-worker");

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "cluster-heartbeat");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean ready;

	private final WorkerAnswers answers = new WorkerAnswers();

	private final EventRelay events = new EventRelay();

	private final PrimaryCalls calls;

	private final PrimaryLink link;

	private final ControlChannel<FromWorker> control;

	private final Ending ending;

	private volatile @Nullable Serving serving;

	private volatile @Nullable StickySessions sessions;

	private Worker(WorkerLaunch launch, Exit exit) {
		this.launch = launch;
		this.ending = new Ending(launch.drainTimeout(), exit, this::send, this::sendLast);
		this.control = this.ipc.connect(launch.directory(), (channel, message) -> received(message),
				(channel) -> primaryLost(channel.misunderstanding()));
		this.calls = new PrimaryCalls(this.control::send);
		this.link = new PrimaryLink(launch.slot(), this.control::send, this.calls);
		this.control.send(new FromWorker.Hello(launch.launch(), ProcessHandle.current().pid()));
	}

	/**
	 * Join the cluster as early as possible, so that this process never outlives its
	 * primary unnoticed.
	 * @param launch the launch settings from the primary
	 * @param exit ends the application
	 * @return the worker
	 */
	public static Worker join(WorkerLaunch launch, Exit exit) {
		return new Worker(launch, exit);
	}

	private void send(FromWorker message) {
		this.control.send(message);
	}

	private void sendLast(FromWorker message) {
		this.control.sendLast(message);
	}

	/**
	 * The cluster this worker belongs to.
	 * @return the cluster
	 */
	public Cluster cluster() {
		return new WorkerCluster(this.calls);
	}

	/**
	 * What the primary remembers of the last minutes.
	 * @return the history
	 */
	public History history() {
		return new WorkerHistory(this.calls);
	}

	/**
	 * What the primary told this worker at its start.
	 * @return the launch settings
	 */
	public WorkerLaunch launch() {
		return this.launch;
	}

	/**
	 * The link to the primary for other features.
	 * @return the link
	 */
	public Link link() {
		return this.link;
	}

	/**
	 * Answer other processes of the cluster without the application: no filter sees the
	 * question, and nobody else can ask it.
	 * @param path the path that they ask
	 * @param answer returns JSON, or throws {@link RejectedExecutionException} if it has
	 * none in time; called on several threads
	 */
	public void answer(String path, Supplier<byte[]> answer) {
		this.answers.add(path, answer);
	}

	WorkerAnswers answers() {
		return this.answers;
	}

	/**
	 * Publish the cluster's events, including those since this worker joined.
	 * @param application publishes an event to the application's listeners; called on a
	 * dedicated thread
	 */
	public void publishEvents(Consumer<ClusterEvent> application) {
		this.events.publishTo(application);
	}

	/**
	 * End answers that have no end of their own when this worker drains, so that it need
	 * not wait for them.
	 * @param end ends them; must not block
	 */
	public void onDrain(Runnable end) {
		this.ending.before(end);
	}

	/**
	 * Serve requests only whose session is in this worker, once it serves connections.
	 * @param sessions the sessions
	 */
	public void stick(StickySessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Serve connections with a Tomcat.
	 * @param protocol its connector's protocol
	 * @param progress its engine's valve
	 * @param settings how
	 */
	public void serve(HandoffProtocol protocol, RequestProgress progress, ServingSettings settings) {
		Serving serving = new Serving(progress, this.launch, this.ipc, this.calls,
				() -> stopRequested("the end of its handoff channel"), this.ending::announce, settings, this.sessions);
		this.serving = serving;
		serving.open(protocol.endpoint());
	}

	/**
	 * What this worker has been given to do.
	 * @return the load
	 */
	public WorkerLoad load() {
		Serving serving = this.serving;
		return (serving != null) ? serving.load() : WorkerLoad.NONE;
	}

	/**
	 * Serve the connections of another port too.
	 * @return the port that clients connect to
	 */
	int open(PortRequest.Open request, HandoffEndpoint endpoint) throws BindException {
		Serving serving = this.serving;
		if (serving == null) {
			throw new IllegalStateException("The main port is not served yet");
		}
		return serving.open(request, endpoint);
	}

	/**
	 * Called when the application has started: warm it up and report ready as soon as it
	 * can serve.
	 * @param warmup what to do first
	 * @param canServe checks whether it can serve
	 */
	public void started(Warmup warmup, BooleanSupplier canServe) {
		Readiness readiness = new Readiness(this.scheduler, canServe, this::ready);
		Serving serving = this.serving;
		if (serving == null || warmup.isEmpty()) {
			readiness.await();
			return;
		}
		Thread thread = new Thread(() -> {
			try {
				serving.warmUp(warmup);
			}
			catch (Throwable ex) {
				logger.warn("The warm-up was aborted", ex);
			}
			finally {
				readiness.await();
			}
		}, "cluster-warmup");
		thread.setDaemon(true);
		thread.start();
	}

	private void ready() {
		this.ready = true;
		this.control.send(new FromWorker.Ready());
		this.scheduler.scheduleAtFixedRate(this::heartbeat, 0, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Catches everything: an exception would end the heartbeats, and without them this
	 * process counts as hanging.
	 */
	private void heartbeat() {
		try {
			Serving serving = this.serving;
			if (serving != null) {
				serving.beat(this.control::send);
			}
			else {
				this.control.send(FromWorker.Heartbeat.NONE);
			}
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			logger.warn("A heartbeat could not be sent", ex);
		}
	}

	/**
	 * Ask the primary to drain this worker, because something else wants it to end.
	 * @param cause what wants it to end
	 */
	public void stopRequested(String cause) {
		this.control.send(new FromWorker.StopRequested(cause));
	}

	/**
	 * Ask the primary to end the whole cluster.
	 * @param cause what wants it to end
	 */
	public void shutDownCluster(String cause) {
		this.control.send(new FromWorker.ShutDown(cause));
	}

	/**
	 * Called when the application's context is about to close. If that is not on the
	 * primary's order but due to {@code System.exit} or the application itself, requests
	 * in flight are finished first. Blocks until then.
	 */
	public void closing() {
		if (this.ready) {
			this.ending.awaitDrain();
		}
	}

	private void received(FromPrimary message) {
		if (message instanceof FromPrimary.Drain order) {
			this.ending.begin(order, this.serving);
		}
		else if (message instanceof FromPrimary.Reply reply) {
			this.calls.answered(reply);
		}
		else if (message instanceof FromPrimary.DumpThreads order) {
			dumpThreads(order);
		}
		else if (message instanceof FromPrimary.Event event) {
			hear(event);
		}
		else if (!performs(this.serving, message)) {
			this.link.received(message);
		}
	}

	/**
	 * The primary gives such orders only to workers that serve.
	 */
	private static boolean performs(@Nullable Serving serving, FromPrimary message) {
		return serving != null && serving.perform(message);
	}

	/**
	 * An event may be unknown here if the primary is newer.
	 */
	private void hear(FromPrimary.Event event) {
		try {
			this.events.offer(Wire.fromJson(event.event(), ClusterEvent.class));
		}
		catch (RuntimeException ex) {
			logger.debug("Dropped an event that cannot be read: " + event.event(), ex);
		}
	}

	/**
	 * Runs on a new thread, because all others may hang.
	 */
	private void dumpThreads(FromPrimary.DumpThreads order) {
		Thread thread = new Thread(() -> {
			try {
				Serving serving = this.serving;
				ThreadDumpFile.write(Path.of(order.file()),
						(serving != null) ? serving.executingRequests() : List.of());
				this.control.send(new FromWorker.ThreadsDumped(order.file()));
			}
			catch (IOException | RuntimeException ex) {
				// After a while the primary takes the dump from outside.
				logger.warn("The thread dump for the primary could not be written", ex);
			}
		}, "cluster-thread-dump");
		thread.setDaemon(true);
		thread.start();
	}

	private void primaryLost(@Nullable String misunderstanding) {
		this.ending.primaryLost(misunderstanding, this.serving);
	}

	/**
	 * Ends the application and its JVM.
	 */
	@FunctionalInterface
	public interface Exit {

		/**
		 * Shut down the application gracefully, then exit the JVM.
		 * @param orphaned whether the primary is gone
		 */
		void exit(boolean orphaned);

	}

}
