// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.generation.PinnedGenerations;
import dev.bootcluster.ipc.FreshFiles;
import dev.bootcluster.primary.launch.RuntimeFiles;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps the files of the cluster's directory while the primary lives. What cleans up a
 * temporary directory takes files that nobody reads for forgotten: they are made to look
 * new every hour, more often than the six hours of the XDG Base Directory Specification,
 * and those that are missing all the same are made again, once a minute and before each
 * worker's start.
 */
final class Upkeep implements RuntimeFiles, AutoCloseable {

	private static final Log logger = LogFactory.getLog(Upkeep.class);

	private final Path directory;

	private final List<Part> parts = new ArrayList<>();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "cluster-upkeep");
		thread.setDaemon(true);
		return thread;
	});

	private boolean closed;

	private boolean failing;

	/**
	 * Create an upkeep that does nothing by itself yet.
	 * @param directory the cluster's directory
	 */
	Upkeep(Path directory) {
		this.directory = directory;
	}

	/**
	 * Keep these files, too, after those that were added before.
	 */
	synchronized void add(Part part) {
		this.parts.add(part);
	}

	/**
	 * Keep the files from now on.
	 */
	void start() {
		this.timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.MINUTES);
		this.timer.scheduleWithFixedDelay(this::touch, 1, 1, TimeUnit.HOURS);
	}

	@Override
	public synchronized void restore() throws IOException {
		if (this.closed) {
			return;
		}
		List<String> missing = new ArrayList<>();
		try {
			for (Part part : this.parts) {
				missing.addAll(part.restore());
			}
			this.failing = false;
		}
		catch (IOException | RuntimeException ex) {
			throw new IOException("files in the cluster's directory %s were deleted and cannot be made again: %s"
				.formatted(this.directory, ex.getMessage()), ex);
		}
		finally {
			if (!missing.isEmpty()) {
				logger.warn(("Files in the cluster's directory %s were deleted, which are made again: %s. If something "
						+ "cleans up there, set cluster.directory to a directory where nothing does")
					.formatted(this.directory, String.join(", ", missing)));
			}
		}
	}

	private synchronized void look() {
		try {
			restore();
		}
		catch (IOException ex) {
			boolean known = this.failing;
			this.failing = true;
			if (!known) {
				logger.error("No worker can start: " + ex.getMessage());
			}
		}
	}

	private synchronized void touch() {
		try {
			if (!this.closed) {
				FreshFiles.touch(this.directory, System.currentTimeMillis(), Upkeep::isCode);
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Not all files could be made to look new", ex);
		}
	}

	/**
	 * Code is sealed with the time of its last change.
	 */
	private static boolean isCode(Path file) {
		return file.toString().contains("/" + PinnedGenerations.ARTIFACTS + "/");
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		synchronized (this) {
			this.closed = true;
		}
	}

	/**
	 * Some of the files.
	 */
	@FunctionalInterface
	interface Part {

		/**
		 * Make those again that are missing.
		 * @return their names, for the log
		 * @throws IOException if one cannot be made
		 */
		List<String> restore() throws IOException;

	}

}
