// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import com.sun.management.OperatingSystemMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/**
 * Keeps a pool of Tomcat's request threads as large as {@link RequestLimit} wants it,
 * within the pool's own bounds.
 */
final class RequestPool implements Runnable {

	private static final Log logger = LogFactory.getLog(RequestPool.class);

	private static final long NEAR_MILLIS = 20;

	private static final long IDLE_MILLIS = 100;

	private final OperatingSystemMXBean jvm = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private final ThreadPoolExecutor pool;

	private final ProcessorDemand demand;

	private final RequestLimit limit;

	private final IntSupplier spare;

	private final IntSupplier max;

	private long time = System.nanoTime();

	private long completed;

	private long processorTime;

	private int current = RequestLimit.NONE;

	private RequestPool(ThreadPoolExecutor pool, ProcessorDemand demand, RequestLimit limit, IntSupplier spare,
			IntSupplier max) {
		this.pool = pool;
		this.demand = demand;
		this.limit = limit;
		this.spare = spare;
		this.max = max;
	}

	/**
	 * Control a pool, on a thread of its own, until it is shut down.
	 * @param pool a pool without threads
	 * @param spare how many it keeps if there is no limit
	 * @param max how many it may have
	 */
	static void control(ThreadPoolExecutor pool, IntSupplier spare, IntSupplier max) {
		ProcessorDemand demand = new ProcessorDemand(Path.of("/proc"));
		pool.setThreadFactory(demand.watch(pool.getThreadFactory()));
		RequestLimit limit = new RequestLimit(Runtime.getRuntime().availableProcessors());
		Thread thread = new Thread(new RequestPool(pool, demand, limit, spare, max), "cluster-request-limit");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void run() {
		try {
			long wait = IDLE_MILLIS;
			while (!this.pool.awaitTermination(wait, TimeUnit.MILLISECONDS) && this.demand.isKnown()) {
				wait = resize() ? NEAR_MILLIS : IDLE_MILLIS;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			resize(RequestLimit.NONE);
		}
	}

	/**
	 * Look at the pool, and change its size.
	 * @return whether to look again soon
	 */
	private boolean resize() {
		int working = this.pool.getActiveCount();
		RequestLimit.Look look = look(working);
		int next = this.limit.next(look);
		if (next != this.current) {
			if (logger.isDebugEnabled()) {
				logger.debug(
						"%s request threads may work: %s".formatted((next < this.max.getAsInt()) ? next : "All", look));
			}
			resize(next);
		}
		boolean near = this.limit.isNear(working);
		if (!near) {
			this.demand.rest();
		}
		return near;
	}

	private RequestLimit.Look look(int working) {
		long time = System.nanoTime();
		long completed = this.pool.getCompletedTaskCount();
		long processorTime = this.jvm.getProcessCpuTime();
		int wanting = this.limit.isNear(working) ? this.demand.wanting() : 0;
		RequestLimit.Look look = new RequestLimit.Look(time - this.time, this.pool.getQueue().size(), working,
				this.pool.getPoolSize(), wanting, completed - this.completed, processorTime - this.processorTime);
		this.time = time;
		this.completed = completed;
		this.processorTime = processorTime;
		return look;
	}

	private void resize(int limit) {
		this.current = limit;
		int most = Math.min(limit, this.max.getAsInt());
		int core = Math.min(this.spare.getAsInt(), most);
		if (most < this.pool.getMaximumPoolSize()) {
			this.pool.setCorePoolSize(core);
			this.pool.setMaximumPoolSize(most);
			return;
		}
		this.pool.setMaximumPoolSize(most);
		// The pool starts threads for tasks that wait already only if its core grows.
		int wanted = this.pool.getPoolSize() + this.pool.getQueue().size();
		this.pool.setCorePoolSize(Math.max(core, Math.min(most, wanted)));
		this.pool.setCorePoolSize(core);
	}

}
