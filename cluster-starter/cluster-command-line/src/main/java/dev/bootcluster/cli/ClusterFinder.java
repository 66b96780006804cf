// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bootcluster.ipc.RunningApplication;
import dev.bootcluster.process.WorkingDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cluster that a command means: the one that runs the jar, or the first entry
 * of the class path, with which this JVM was started.
 */
final class ClusterFinder {

	private final ClusterPlaces places;

	private final List<Path> classPath;

	private final Duration patience;

	/**
	 * Create a finder.
	 * @param places where to look
	 * @param classPath the absolute entries of this JVM's class path
	 * @param patience how long to wait for a primary's answers
	 */
	ClusterFinder(ClusterPlaces places, List<Path> classPath, Duration patience) {
		this.places = places;
		this.classPath = classPath;
		this.patience = patience;
	}

	/**
	 * Create a finder for this JVM.
	 */
	static ClusterFinder forThisProcess() {
		Stream<Path> classPath = Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
			.flatMap((entry) -> Stream.of(WorkingDirectory.resolve(entry), Path.of(entry).toAbsolutePath()))
			.distinct();
		return new ClusterFinder(ClusterPlaces.of(System.getenv(), System.getProperty("java.io.tmpdir")),
				classPath.toList(), Connection.PATIENCE);
	}

	/**
	 * Connect to the cluster.
	 * @param directory its directory, {@code null} to find it by its application
	 * @return the connection
	 * @throws CommandFailedException if none runs, if several could be meant, or if it
	 * cannot be asked
	 */
	Connection connect(@Nullable Path directory) {
		if (directory != null) {
			return Connection.open(directory.toAbsolutePath().normalize(), this.patience);
		}
		List<KnownCluster> all = this.places.clusters();
		List<KnownCluster> candidates = all.stream().filter(isMeant()).toList();
		if (candidates.size() == 1) {
			return open(candidates.get(0), all);
		}
		List<KnownCluster> running = candidates.stream().filter(this::runs).toList();
		if (running.size() > 1) {
			throw CommandFailedException
				.usage("Several clusters run this application. Choose one of\n" + list(running));
		}
		if (running.isEmpty()) {
			throw none(all);
		}
		return Connection.open(running.get(0).directory(), this.patience);
	}

	private Connection open(KnownCluster cluster, List<KnownCluster> all) {
		try {
			return Connection.open(cluster.directory(), this.patience);
		}
		catch (CommandFailedException ex) {
			throw (ex.exitCode() == ExitCode.NOTHING_RUNS) ? none(all) : ex;
		}
	}

	private Predicate<KnownCluster> isMeant() {
		Set<String> names = new LinkedHashSet<>();
		List<String> identities = new ArrayList<>();
		for (Path entry : this.classPath) {
			names.addAll(RunningApplication.names(entry));
			identities.add(RunningApplication.identity(entry));
		}
		return (cluster) -> cluster.application().is(names, identities);
	}

	/**
	 * Whether somebody listens, even if it does not answer: then the user must know.
	 */
	private boolean runs(KnownCluster cluster) {
		try {
			Connection.open(cluster.directory(), this.patience).close();
			return true;
		}
		catch (CommandFailedException ex) {
			return ex.exitCode() != ExitCode.NOTHING_RUNS;
		}
	}

	private CommandFailedException none(List<KnownCluster> all) {
		String what = this.classPath.isEmpty() ? "this application" : this.classPath.get(0).toString();
		List<KnownCluster> others = all.stream().filter(this::runs).toList();
		return CommandFailedException.nothingRuns("No cluster of %s runs as this user".formatted(what)
				+ (others.isEmpty() ? "" : ". Others do:\n" + list(others)));
	}

	private static String list(List<KnownCluster> clusters) {
		return clusters.stream().map(KnownCluster::toString).collect(Collectors.joining("\n"));
	}

}
