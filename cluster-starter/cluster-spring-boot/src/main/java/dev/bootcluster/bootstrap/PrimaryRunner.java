// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bootcluster.Cluster;
import dev.bootcluster.SharedStateServer;
import dev.bootcluster.access.AccessToken;
import dev.bootcluster.generation.GenerationException;
import dev.bootcluster.generation.PinnedGenerations;
import dev.bootcluster.handoff.BalancerException;
import dev.bootcluster.handoff.PassedSocketException;
import dev.bootcluster.ipc.History;
import dev.bootcluster.ipc.RunningApplication;
import dev.bootcluster.primary.Primary;
import dev.bootcluster.primary.WorkersFailedException;
import dev.bootcluster.primary.launch.LaunchReport;
import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.ServiceVariables;
import dev.bootcluster.relay.RelayPost;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs the primary from its first socket to the exit of the last worker.
 */
class PrimaryRunner {

	private static final Log logger = LogFactory.getLog(PrimaryRunner.class);

	private final PrimaryConfiguration configuration;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final PinnedStart start;

	private final ConfigurationSources sources;

	private final PinnedGenerations generations;

	private final AccessToken token;

	private final Upkeep upkeep;

	private final Path large;

	private final @Nullable String oneFirst;

	private volatile @Nullable SharedStateServer server;

	private volatile @Nullable Primary primary;

	private volatile @Nullable CompletableFuture<Void> ended;

	private volatile @Nullable SourceWatch watch;

	/**
	 * Create a runner.
	 * @param large where large files of the cluster go
	 * @param oneFirst why one worker must start before the others, {@code null} if all
	 * may start at once
	 */
	PrimaryRunner(PrimaryConfiguration configuration, PinnedStart start, ConfigurationSources sources, Path large,
			@Nullable String oneFirst) {
		this.configuration = configuration;
		this.large = large;
		this.oneFirst = oneFirst;
		this.start = start;
		this.sources = sources;
		this.generations = new PinnedGenerations(start.directory().path(), configuration.application(),
				start.artifacts());
		this.token = createToken(start.directory().path());
		this.upkeep = new Upkeep(start.directory().path());
		this.upkeep.add(start.directory()::restore);
		this.upkeep.add(this.token::restore);
		this.upkeep.add(this.generations::restoreFiles);
		this.upkeep.add(new CommonTexts(start.directory().path())::restore);
	}

	private static AccessToken createToken(Path directory) {
		try {
			return AccessToken.create(directory);
		}
		catch (IOException ex) {
			throw new ClusterStartException("cluster.directory", directory,
					"cannot hold the access token: " + ex.getMessage(), "Check that the disk has room");
		}
	}

	/**
	 * Open the port and start what workers depend on.
	 * @param dashboard where the dashboard is, {@code null} if that is not known
	 * @return the cluster, which has no workers yet
	 * @throws ClusterStartException if it cannot start
	 */
	Cluster open(@Nullable DashboardAddress dashboard) {
		Path directory = this.start.directory().path();
		pinFirstGeneration(directory);
		Primary primary = open(directory, startServer(directory));
		this.primary = primary;
		this.upkeep.add(primary::listenForWorkers);
		int port = primary.address().getPort();
		describe(directory,
				RunningApplication.of(application(), port, (dashboard != null) ? dashboard.url(port) : null));
		this.upkeep.start();
		return primary.cluster();
	}

	private Path application() {
		JavaInvocation application = this.configuration.application();
		String classPath = application.classPath();
		return Path.of((classPath != null) ? classPath.split(File.pathSeparator)[0] : application.main());
	}

	/**
	 * Without the file, the command line does not find the cluster, but all else works.
	 */
	private void describe(Path directory, RunningApplication application) {
		try {
			application.restore(directory);
			this.upkeep.add(() -> application.restore(directory));
		}
		catch (IOException ex) {
			logger.warn("The command line will not find this cluster: " + ex.getMessage());
		}
	}

	/**
	 * The token with which requests may see and change the cluster.
	 * @return the token
	 */
	AccessToken token() {
		return this.token;
	}

	/**
	 * Where the primary relays requests from.
	 */
	RelayPost relayPost() {
		return new RelayPost(this.start.directory().path(), 0);
	}

	/**
	 * What the primary remembers of the last minutes.
	 */
	History history() {
		return Objects.requireNonNull(this.primary).history();
	}

	/**
	 * The port clients connect to, once it is open.
	 */
	int port() {
		return Objects.requireNonNull(this.primary).address().getPort();
	}

	/**
	 * The shared state server started for the workers.
	 * @return the server, {@code null} if there is none
	 */
	@Nullable SharedStateServer server() {
		return this.server;
	}

	/**
	 * Run until the cluster has ended. Does not return normally: the JVM exits, because
	 * the code after {@code run()} in the application's {@code main} is meant for
	 * workers.
	 * @throws WorkersFailedException if no worker could start
	 */
	void run() {
		Primary primary = Objects.requireNonNull(this.primary);
		new PrimarySignals(primary).install(this.configuration.reloadSignal());
		int spares = this.configuration.properties().spares();
		logger.info("Cluster is listening on port %d with %d workers%s (%s), primary pid %d, access token in %s"
			.formatted(primary.address().getPort(), this.configuration.workers(),
					(spares > 0) ? " and %d spare".formatted(spares) : "", this.configuration.properties().balancing(),
					ProcessHandle.current().pid(), token().file()));
		reportLaunch();
		if (this.oneFirst != null && this.configuration.workers() > 1) {
			logger.info("One worker starts first, the others once it serves, because of " + this.oneFirst);
		}
		CompletableFuture<Void> ended = primary.start(this.oneFirst != null);
		this.ended = ended;
		startWatch(primary.cluster());
		UnusedMemory.giveBackUntil(ended);
		try {
			ended.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof WorkersFailedException failed) ? failed : ex;
		}
		System.exit(0);
	}

	private void reportLaunch() {
		LaunchReport report = new LaunchReport(this.configuration.settings(this.start.directory().path(), Map.of()),
				this.generations.get(1), JvmOption.current());
		report.notes().forEach(logger::info);
		report.warnings(MemoryNeed.memory()).forEach(logger::warn);
		String group = OutOfMemoryGroup.warning(Path.of("/"));
		if (group != null) {
			logger.warn(group);
		}
		String sticky = StickyAdvice.warning(this.configuration.properties());
		if (sticky != null) {
			logger.warn(sticky);
		}
		OrphanWatch.startIfFirst();
	}

	private void startWatch(Cluster cluster) {
		if (!this.configuration.properties().watch().enabled()) {
			LiveRestart.note(Thread.currentThread().getContextClassLoader()).ifPresent(logger::info);
			return;
		}
		try {
			this.watch = SourceWatch.start(cluster, this.configuration.application(),
					this.configuration.properties().watch());
		}
		catch (IOException ex) {
			logger.warn("Files cannot be watched, so changes do not reload the cluster: " + ex.getMessage());
		}
	}

	private void pinFirstGeneration(Path directory) {
		try {
			this.generations.first(this.start.artifact(), this.configuration.generation(),
					(file) -> this.sources.pin(Map.of()).write(file));
		}
		catch (IOException | GenerationException ex) {
			throw new ClusterStartException("cluster.directory", directory,
					"cannot hold the first generation: " + ex.getMessage(),
					"Check that the disk has room, and read the log lines above");
		}
	}

	private Map<String, String> startServer(Path directory) {
		SharedStateServer server = this.configuration.sharedState().server();
		if (server == null) {
			return Map.of();
		}
		this.server = server;
		try {
			this.upkeep.add(server::restore);
			return server.start(directory, this.large);
		}
		catch (IOException ex) {
			throw new ClusterStartException("cluster.shared-state", "redis", "cannot be provided: " + ex.getMessage(),
					"Install a redis-server (6.2 or later) on the PATH, point spring.data.redis.host at your Redis, or set cluster.shared-state=none");
		}
	}

	private Primary open(Path directory, Map<String, String> workerProperties) {
		int port = this.configuration.address().getPort();
		try {
			return Primary.open(this.configuration.settings(directory, workerProperties), this.generations, this.upkeep,
					ServiceVariables.current());
		}
		catch (BalancerException ex) {
			throw new ClusterStartException("cluster.balancing", this.configuration.properties().balancing(),
					"names a class that " + ex.getMessage(),
					"Name a class of the application that implements dev.bootcluster.Balancer and has a constructor "
							+ "without parameters, or use one of the policies, such as round-robin");
		}
		catch (PassedSocketException ex) {
			throw new ClusterStartException("server.port", port, String.valueOf(ex.getMessage()), ex.getAction());
		}
		catch (IOException ex) {
			String address = this.configuration.address().getAddress().isAnyLocalAddress() ? ""
					: " on " + this.configuration.address().getAddress().getHostAddress();
			throw new ClusterStartException("server.port", port,
					"cannot be opened for listening%s: %s".formatted(address, ex.getMessage()),
					"Stop the process that listens on port %d, or set server.port to another one (0 takes a free one)"
						.formatted(port));
		}
	}

	/**
	 * Drain all workers and shut down. Returns when every process is gone; later calls do
	 * nothing.
	 */
	void stop() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		SourceWatch watch = this.watch;
		if (watch != null) {
			watch.close();
		}
		Primary primary = this.primary;
		if (primary != null) {
			primary.shutDown("the cluster is shutting down");
			awaitEnd();
		}
		// It would open the sockets again.
		this.upkeep.close();
		if (primary != null) {
			primary.close();
		}
		if (this.server != null) {
			this.server.close();
		}
		this.generations.close();
		ProcessFileBeans.delete(this.start.directory().path());
		this.start.directory().close();
		logger.info("Cluster has ended");
	}

	private void awaitEnd() {
		CompletableFuture<Void> ended = this.ended;
		if (ended != null) {
			ended.handle((result, failure) -> true).join();
		}
	}

}
