// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterWarmup;
import dev.bootcluster.SharedStateServer;
import dev.bootcluster.access.AccessToken;
import dev.bootcluster.generation.ArtifactLock;
import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.relay.RelayPost;
import dev.bootcluster.worker.Warmup;
import dev.bootcluster.worker.Worker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Runs the application unchanged, connected to the primary.
 */
class RunAsWorker implements RunAs {

	private static final Log logger = LogFactory.getLog(RunAsWorker.class);

	private final WorkerLaunch launch;

	private final Path directory;

	private final FileChannel attendance;

	/**
	 * Held until the process exits.
	 */
	private final @Nullable ArtifactLock artifact;

	private final Worker worker;

	private final boolean trainee;

	private volatile @Nullable TrainingLifecycle training;

	private volatile @Nullable ConfigurableApplicationContext context;

	private @Nullable RandomAccessFile lifeline;

	RunAsWorker(Environment environment) {
		WorkerLaunch launch = WorkerLaunch.fromSystemProperties();
		if (launch == null) {
			throw new IllegalStateException("This JVM is not a worker");
		}
		this.launch = launch;
		this.directory = launch.directory();
		this.trainee = launch.slot() == WorkerLaunch.NO_SLOT;
		this.attendance = attend(launch.directory());
		this.artifact = useArtifact(launch.artifact());
		NativeLibraries.prepare(environment);
		this.worker = Worker.join(launch, this::exit);
		holdLifeline(launch.directory().resolve(SharedStateServer.LIFELINE));
		handleSignals();
	}

	private static FileChannel attend(Path directory) {
		try {
			return AbandonedDirectories.attend(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The cluster's directory cannot be used: " + directory, ex);
		}
	}

	/**
	 * Lock the artifact in the worker too, in case the primary is killed.
	 */
	private static @Nullable ArtifactLock useArtifact(Path directory) {
		try {
			return ArtifactLock.use(directory);
		}
		catch (IOException ex) {
			logger.debug("The application's code is not locked; it may be removed if the primary is killed", ex);
			return null;
		}
	}

	/**
	 * Opens for reading and writing, because opening a FIFO for writing alone blocks
	 * until there is a reader (fifo(7)).
	 */
	private void holdLifeline(Path path) {
		if (Files.exists(path)) {
			try {
				this.lifeline = new RandomAccessFile(path.toFile(), "rw");
			}
			catch (IOException ex) {
				logger.warn("The lifeline cannot be held; the shared state server may end before this worker", ex);
			}
		}
	}

	/**
	 * A terminal's signals reach every process attached to it, but only the primary acts
	 * on them, by draining. SIGTERM, sent to the whole group by a service manager or to
	 * this process alone, drains this worker too.
	 */
	private void handleSignals() {
		handle("INT", SignalHandler.SIG_IGN);
		handle("HUP", SignalHandler.SIG_IGN);
		handle("TERM", (signal) -> terminate());
	}

	private static void handle(String signal, SignalHandler handler) {
		try {
			Signal.handle(new Signal(signal), handler);
		}
		catch (IllegalArgumentException ex) {
			// -Xrs: the user wants no signal handlers.
			logger.debug("Signal cannot be handled: " + signal, ex);
		}
	}

	private void terminate() {
		if (this.trainee) {
			AbruptEnd.now();
		}
		if (this.context == null) {
			// Nothing to drain: no connection is served yet.
			new Thread(() -> System.exit(143), "cluster-terminate").start();
		}
		else {
			this.worker.stopRequested("SIGTERM");
		}
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		context.getBeanFactory().registerSingleton("clusterWorker", this.worker);
		if (!this.trainee) {
			context.getBeanFactory()
				.registerSingleton("clusterRelayPost", new RelayPost(this.directory, this.launch.slot()));
			context.getBeanFactory().registerSingleton("clusterHistory", this.worker.history());
		}
		AccessToken token = AccessToken.read(this.directory);
		if (token != null) {
			context.getBeanFactory().registerSingleton("clusterAccessToken", token);
		}
		if (this.trainee) {
			TrainingLifecycle training = new TrainingLifecycle(context,
					(warmup) -> this.worker.started(warmup, () -> true));
			context.getBeanFactory()
				.registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, training);
			this.training = training;
		}
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		context.addApplicationListener(new DrainOnClose(this.worker, context));
		OnceRunners.install(context, this.launch);
		long primary = ProcessHandle.current().parent().map(ProcessHandle::pid).orElseThrow();
		ProcessFileBeans.install(context, this.launch, primary);
	}

	@Override
	public void ready(ConfigurableApplicationContext context) {
		this.context = context;
		this.worker.publishEvents((event) -> publish(context, event));
		List<ReadinessCheck> checks = context.getBeanProvider(ReadinessCheck.class).orderedStream().toList();
		List<ClusterWarmup> warmups = context.getBeanProvider(ClusterWarmup.class).orderedStream().toList();
		ClusterProperties.Warmup requests = ClusterProperties.of(context.getEnvironment()).warmup();
		this.worker.started(new Warmup(requests.paths(), requests.rounds(), warmups),
				() -> checks.stream().allMatch(ReadinessCheck::isReady));
	}

	private static void publish(ConfigurableApplicationContext context, ClusterEvent event) {
		if (context.isActive()) {
			context.publishEvent(event);
		}
	}

	@Override
	public void failed() {
		// The primary learns of the failure when this process exits.
	}

	private void exit(boolean orphaned) {
		TrainingLifecycle training = this.training;
		if (training != null) {
			training.end();
		}
		ConfigurableApplicationContext context = this.context;
		int code = (context != null) ? SpringApplication.exit(context) : 1;
		if (orphaned) {
			AbandonedDirectories.sweep(this.directory, this.attendance);
		}
		if (this.trainee && orphaned) {
			AbruptEnd.now();
		}
		if (this.trainee) {
			// Shutdown hooks would wait for the start, which never ends. The JVM writes
			// the archive all the same.
			Runtime.getRuntime().halt(0);
		}
		System.exit(code);
	}

	/**
	 * Drains before any part of the application is stopped.
	 */
	private record DrainOnClose(Worker worker,
			ApplicationContext context) implements ApplicationListener<ContextClosedEvent>, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			if (event.getApplicationContext() == this.context) {
				this.worker.closing();
			}
		}

	}

}
