// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.Socket;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * How many file descriptors this process may have open ({@code RLIMIT_NOFILE}), and how
 * many of them connections may take. The rest stays free for everything else a process
 * opens: files, databases, other processes.
 * <p>
 * The kernel gives the lowest free number to a new descriptor (POSIX), so the number
 * itself tells, at no cost, that all below it are taken.
 */
public final class DescriptorLimit {

	/**
	 * How long to wait, with no descriptor left, before one looks again.
	 */
	public static final Duration RETRY = Duration.ofMillis(50);

	private static final int MOST_RESERVED = 64;

	private static final Duration SILENCE = Duration.ofMinutes(1);

	private final long limit;

	private final long ceiling;

	private final IntSupplier lowestFree;

	private final LongSupplier nanoTime;

	private @Nullable Long warned;

	/**
	 * Create a limit.
	 * @param limit how many descriptors this process may have open
	 * @param open how many it has open without any connection
	 */
	public DescriptorLimit(long limit, long open) {
		this(limit, open, DescriptorLimit::lowestFree, System::nanoTime);
	}

	DescriptorLimit(long limit, long open, IntSupplier lowestFree, LongSupplier nanoTime) {
		this.limit = limit;
		this.ceiling = limit - Math.min(MOST_RESERVED, Math.max(limit - open, 0) / 4);
		this.lowestFree = lowestFree;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the limit of this process, the same for all its ports. First called before
	 * there are connections.
	 * @return the limit, out of reach if this JVM does not tell
	 */
	public static DescriptorLimit own() {
		return Own.LIMIT;
	}

	/**
	 * Return whether a connection has taken a descriptor that should stay free.
	 * @param descriptor the connection's descriptor
	 * @return {@code true} if this process should take no more connections for now
	 */
	public boolean isReachedBy(int descriptor) {
		return descriptor >= this.ceiling;
	}

	/**
	 * Return whether there is room for a connection now.
	 * @return {@code true} if there is
	 */
	public boolean hasRoom() {
		return !isReachedBy(this.lowestFree.getAsInt());
	}

	private static int lowestFree() {
		try {
			Socket probe = Socket.newSocketDomain();
			int number = probe.intValue();
			probe.close();
			return number;
		}
		catch (ChannelException | IOException ex) {
			return Integer.MAX_VALUE;
		}
	}

	/**
	 * Warn that the limit is reached, unless that was done within the last minute: at the
	 * limit, every connection that ends makes room for one that reaches it again.
	 * @param logger logs the warning
	 * @param consequence what this process does about it
	 */
	public synchronized void warn(Log logger, String consequence) {
		long now = this.nanoTime.getAsLong();
		if (this.warned == null || now - this.warned >= SILENCE.toNanos()) {
			this.warned = now;
			logger.warn(("%s: process %d may have %d file descriptors open, and almost all are in use. "
					+ "Raise the limit (ulimit -n, or LimitNOFILE= of a systemd unit)")
				.formatted(consequence, ProcessHandle.current().pid(), this.limit));
		}
	}

	/**
	 * Read when it is first needed.
	 */
	private static final class Own {

		private static final DescriptorLimit LIMIT = (ManagementFactory
			.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
					? new DescriptorLimit(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount())
					: new DescriptorLimit(Long.MAX_VALUE, 0);

	}

}
