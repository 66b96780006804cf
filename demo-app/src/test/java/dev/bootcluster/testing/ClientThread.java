// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The thread that keeps one client of a load busy.
 */
final class ClientThread extends Thread {

	/**
	 * Long enough that a server which refuses everybody does not cost a whole processor.
	 */
	private static final Duration AFTER_FAILURE = Duration.ofMillis(10);

	private final LoadClient load;

	private final HttpClient client;

	private final Random random;

	private final Duration thinkTime;

	private volatile @Nullable Throwable problem;

	ClientThread(LoadClient load, HttpClient client, int number, Duration thinkTime) {
		super("load-" + number);
		setDaemon(true);
		this.load = load;
		this.client = client;
		this.random = new Random(number);
		this.thinkTime = thinkTime;
	}

	@Override
	public void run() {
		try (HttpClient client = this.client) {
			this.load.awaitStart();
			while (this.load.takeTurn()) {
				boolean answered = client.request(this.random);
				pause(answered ? this.thinkTime : AFTER_FAILURE);
			}
		}
		catch (Throwable ex) {
			this.problem = ex;
		}
	}

	private void pause(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		for (long left = duration.toNanos(); left > 0 && !this.load.isStopping(); left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/**
	 * What ended this thread early: a fault of the test or a lack of ports.
	 * @return the problem, or {@code null}
	 */
	@Nullable Throwable problem() {
		return this.problem;
	}

}
