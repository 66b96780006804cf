// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.File;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.process.JavaInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reloads the cluster when files of the application change, for development.
 */
final class SourceWatch implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SourceWatch.class);

	private static final long TICK_MILLIS = 100;

	private final Cluster cluster;

	private final WatchService service;

	private final WatchedPaths paths;

	private final Debouncer changes;

	private SourceWatch(Cluster cluster, List<Path> roots, ClusterProperties.Watch settings) throws IOException {
		this.cluster = cluster;
		this.service = FileSystems.getDefault().newWatchService();
		this.paths = new WatchedPaths(this.service, roots, settings.ignore());
		this.changes = new Debouncer(settings.debounce());
	}

	/**
	 * Start watching.
	 * @param application provides the paths to watch if the settings name none
	 * @throws IOException if this machine allows no more watches
	 */
	static SourceWatch start(Cluster cluster, JavaInvocation application, ClusterProperties.Watch settings)
			throws IOException {
		List<Path> roots = settings.paths().isEmpty() ? roots(application) : settings.paths();
		SourceWatch watch = new SourceWatch(cluster, roots, settings);
		watch.paths.refresh();
		logger.info("Watching %s: changes reload the cluster".formatted(roots));
		Thread thread = new Thread(watch::run, "cluster-watch");
		thread.setDaemon(true);
		thread.start();
		return watch;
	}

	static List<Path> roots(JavaInvocation application) {
		String classPath = application.classPath();
		if (classPath == null) {
			return List.of(Path.of(application.main()));
		}
		return Stream.of(classPath.split(File.pathSeparator))
			.filter((entry) -> !entry.isEmpty())
			.map(Path::of)
			.filter(Files::isDirectory)
			.toList();
	}

	private void run() {
		try {
			while (true) {
				WatchKey key = this.service.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
				boolean changed = key != null && this.paths.take(key);
				if (this.paths.refresh() || changed) {
					this.changes.changed(now());
				}
				if (this.changes.isDue(now())) {
					reload();
				}
			}
		}
		catch (ClosedWatchServiceException | InterruptedException ex) {
			// The cluster is shutting down.
		}
	}

	private void reload() {
		try {
			logger.info("Files changed: reload %d begins".formatted(this.cluster.reload().id()));
		}
		catch (ClusterException ex) {
			if (ex.getReason() == Reason.CONFLICT) {
				logger.debug("Files changed, but no reload can begin yet; retrying: " + ex.getMessage());
				this.changes.changed(now());
			}
			else {
				logger.warn("Files changed, but the reload was refused: " + ex.getMessage());
			}
		}
	}

	private static Duration now() {
		return Duration.ofNanos(System.nanoTime());
	}

	@Override
	public void close() {
		try {
			this.service.close();
		}
		catch (IOException ex) {
			logger.debug("Closing the watch failed", ex);
		}
	}

}
