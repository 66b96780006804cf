// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ends: it drains once, whoever wants it to end and however often, and then
 * exits. Thread-safe.
 */
final class Ending {

	private static final Log logger = LogFactory.getLog(Ending.class);

	/**
	 * How long to wait for the order to drain, on top of the drain itself.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Duration drainTimeout;

	private final Worker.Exit exit;

	private final Consumer<FromWorker> send;

	private final Consumer<FromWorker> sendLast;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final AtomicReference<@Nullable Drain> drain = new AtomicReference<>();

	private final CountDownLatch drained = new CountDownLatch(1);

	private volatile boolean orphaned;

	/**
	 * Create the end of a worker.
	 * @param drainTimeout how long a drain may take
	 * @param exit ends the application
	 * @param send tells the primary something
	 * @param sendLast tells it something, and returns when that is on its way
	 */
	Ending(Duration drainTimeout, Worker.Exit exit, Consumer<FromWorker> send, Consumer<FromWorker> sendLast) {
		this.drainTimeout = drainTimeout;
		this.exit = exit;
		this.send = send;
		this.sendLast = sendLast;
	}

	/**
	 * Have something done when the drain begins.
	 */
	void before(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Let those know who wanted to.
	 */
	void announce() {
		for (Runnable listener : this.listeners) {
			try {
				listener.run();
			}
			catch (RuntimeException ex) {
				logger.warn("Streams could not be ended before the drain", ex);
			}
		}
	}

	/**
	 * Drain, or hurry if that has begun.
	 */
	void begin(FromPrimary.Drain order, @Nullable Serving serving) {
		Drain begun = this.drain.get();
		if (begun != null) {
			begun.hurry(order);
			return;
		}
		Drain drain = new Drain(order);
		if (this.drain.compareAndSet(null, drain)) {
			Thread thread = new Thread(() -> drainAndExit(drain, serving), "cluster-drain");
			// Not a daemon, unlike the thread that received the order: Tomcat's thread
			// ends before the application is closed, and the JVM must not end with it.
			thread.setDaemon(false);
			thread.start();
		}
	}

	private void drainAndExit(Drain drain, @Nullable Serving serving) {
		int cut = (serving != null) ? drain.run(serving) : 0;
		if (cut > 0) {
			logger.warn("The drain timed out: %d connections are cut".formatted(cut));
		}
		this.sendLast.accept(new FromWorker.Drained(cut));
		this.drained.countDown();
		this.exit.exit(this.orphaned);
	}

	/**
	 * Finish what there is: nobody will give an order any more.
	 */
	void primaryLost(@Nullable String misunderstanding, @Nullable Serving serving) {
		this.orphaned = true;
		if (this.drain.get() == null) {
			logger.warn(((misunderstanding != null)
					? "The primary's messages cannot be understood (%s)".formatted(misunderstanding)
					: "The primary is gone") + ": this worker finishes its requests and exits");
			long timeout = this.drainTimeout.toMillis();
			begin(new FromPrimary.Drain(timeout, Math.min(timeout, 1000), 0), serving);
		}
	}

	/**
	 * Wait until the drain has ended, and ask for one if nobody has ordered it.
	 */
	void awaitDrain() {
		if (this.drain.get() == null) {
			this.send.accept(new FromWorker.Leaving("its own application ended it"));
		}
		try {
			if (!this.drained.await(this.drainTimeout.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("This worker ends without a drain: the primary did not order one in time");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
