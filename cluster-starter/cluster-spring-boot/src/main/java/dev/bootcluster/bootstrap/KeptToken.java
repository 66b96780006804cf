// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.access.AccessToken;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The primary's token, whose file is kept while the primary lives: what cleans up a
 * temporary directory takes a file that nobody reads for a forgotten one.
 *
 * @param token the token
 * @param timer keeps the file
 */
record KeptToken(AccessToken token, ScheduledExecutorService timer) implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(KeptToken.class);

	/**
	 * Make a new token.
	 * @throws ClusterStartException if the file cannot be written
	 */
	static KeptToken create(Path directory) {
		try {
			AccessToken token = AccessToken.create(directory);
			ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "cluster-token");
				thread.setDaemon(true);
				return thread;
			});
			timer.scheduleWithFixedDelay(() -> keep(token), 1, 1, TimeUnit.HOURS);
			return new KeptToken(token, timer);
		}
		catch (IOException ex) {
			throw new ClusterStartException("cluster.directory", directory, "cannot hold the access token: " + ex,
					"Check that the disk has room");
		}
	}

	private static void keep(AccessToken token) {
		try {
			token.keep();
		}
		catch (IOException ex) {
			logger.debug("The access token's file cannot be kept", ex);
		}
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
