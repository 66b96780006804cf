// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Reports a worker's load on a handoff channel while somebody wants it: soon after it has
 * changed, and never more often than every {@value #INTERVAL} milliseconds.
 */
final class LoadReports {

	static final long INTERVAL = 20;

	private final Channel channel;

	private final AtomicBoolean due = new AtomicBoolean();

	private volatile @Nullable Supplier<LoadReport> load;

	LoadReports(Channel channel) {
		this.channel = channel;
	}

	/**
	 * Report from now on, or no more.
	 * @param load returns the load; called on the channel's event loop, so that it
	 * includes every connection acknowledged before. {@code null} for no reports
	 */
	void of(@Nullable Supplier<LoadReport> load) {
		this.load = load;
		if (load != null) {
			this.channel.eventLoop().execute(this::report);
		}
	}

	/**
	 * The load has changed. Called with every request, on any thread.
	 */
	void changed() {
		if (this.load != null && !this.due.get() && this.due.compareAndSet(false, true)) {
			schedule();
		}
	}

	private void schedule() {
		try {
			this.channel.eventLoop().schedule(() -> {
				this.due.set(false);
				report();
			}, INTERVAL, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The worker ends, and this request must not fail because of that.
		}
	}

	/**
	 * Also if the load is what it was: a connection that came and went is one that the
	 * primary still counts.
	 */
	private void report() {
		Supplier<LoadReport> load = this.load;
		if (load == null || !this.channel.isActive()) {
			return;
		}
		if (!this.channel.isWritable()) {
			// The primary does not read now.
			changed();
			return;
		}
		LoadReport report = load.get();
		ByteBuf bytes = this.channel.alloc().buffer(1 + LoadReport.LENGTH);
		report.write(bytes);
		this.channel.writeAndFlush(bytes, this.channel.voidPromise());
	}

}
