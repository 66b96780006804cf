// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.SharedStateServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The {@link SharedStateServer} that runs a redis-server on the loopback interface, with
 * a random password, for as long as the cluster lives: the system's own or one from the
 * class path.
 */
public class EmbeddedRedisServer implements SharedStateServer {

	private static final Log logger = LogFactory.getLog(EmbeddedRedisServer.class);

	private static final int ATTEMPTS = 10;

	private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration PROBE_INTERVAL = Duration.ofMillis(20);

	/**
	 * Below the kernel's range for outgoing connections: otherwise a client that
	 * reconnects while the server restarts could be given the server's own port.
	 */
	private static final int FIRST_PORT = 20000;

	private static final int LAST_PORT = 32767;

	private final List<RedisExecutable> executables;

	private final IntSupplier ports;

	private final Duration startTimeout;

	private volatile @Nullable RunDirectory run;

	private volatile @Nullable Lifeline lifeline;

	private volatile @Nullable Watcher watcher;

	private volatile @Nullable ServerWatch watch;

	private volatile @Nullable LaunchedRedis launched;

	public EmbeddedRedisServer() {
		this(RedisExecutable.all(System.getenv().getOrDefault("PATH", "")),
				() -> new SecureRandom().nextInt(FIRST_PORT, LAST_PORT + 1), START_TIMEOUT);
	}

	EmbeddedRedisServer(List<RedisExecutable> executables, IntSupplier ports, Duration startTimeout) {
		this.executables = executables;
		this.ports = ports;
		this.startTimeout = startTimeout;
	}

	@Override
	public Map<String, String> start(Path directory, Path large) throws IOException {
		Assert.state(this.run == null, "The embedded redis-server has already been started");
		try {
			RunDirectory run = RunDirectory.create(directory.toAbsolutePath(), large.toAbsolutePath());
			this.run = run;
			this.lifeline = Lifeline.open(run);
			LaunchedRedis launched = launchAny(run);
			this.launched = launched;
			return launched.settings().toProperties();
		}
		catch (RedisStartException ex) {
			close();
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw new RedisStartException(ex);
		}
	}

	private LaunchedRedis launchAny(RunDirectory run) throws RedisStartException {
		List<String> failures = new ArrayList<>();
		for (RedisExecutable executable : this.executables) {
			try {
				executable.install(run.executable());
				RedisVersion version = RedisVersion.of(run.executable());
				return new LaunchedRedis(run, executable, version, launch(run, executable.name(), version));
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("Not started: " + executable.name(), ex);
				failures.add(executable.name() + ": " + RedisStartException.reason(ex));
			}
		}
		throw new RedisStartException(failures);
	}

	/**
	 * Only the server itself can bind a port without a race, so it tries ports until one
	 * is free.
	 */
	private RedisSettings launch(RunDirectory run, String name, RedisVersion version) throws IOException {
		long start = System.nanoTime();
		for (int attempt = 1;; attempt++) {
			RedisSettings settings = RedisSettings.forPort(this.ports.getAsInt());
			run.writeConfiguration(settings.toConfiguration(version));
			Watcher watcher = Watcher.start(run);
			this.watcher = watcher;
			RedisProbe probe = new RedisProbe(settings);
			if (awaitAnswer(watcher, probe)) {
				run.markStarted();
				watcher.warnWhenLost();
				watch(watcher, probe);
				logger.info("Embedded redis-server ready on %s:%d (%s %s, pid %s, watcher pid %d) in %d ms".formatted(
						RedisSettings.HOST, settings.port(), name, version,
						run.serverPid().map(String::valueOf).orElse("unknown"), watcher.pid(),
						Duration.ofNanos(System.nanoTime() - start).toMillis()));
				return settings;
			}
			String reason = Stream.of(watcher.status(), run.log().tail())
				.filter((part) -> !part.isEmpty())
				.collect(Collectors.joining(": "));
			watcher.kill();
			if (attempt == ATTEMPTS || !run.log().saysPortIsTaken()) {
				throw new IOException(reason);
			}
			logger.debug("Port %d is in use, trying another one".formatted(settings.port()));
		}
	}

	@Override
	public List<String> restore() {
		LaunchedRedis launched = this.launched;
		Lifeline lifeline = this.lifeline;
		List<String> missing = new ArrayList<>();
		try {
			if (launched != null && lifeline != null) {
				missing.addAll(launched.restore());
				missing.addAll(lifeline.restore());
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Files of the embedded redis-server cannot be made again: " + RedisStartException.reason(ex));
		}
		return missing;
	}

	private void watch(Watcher watcher, RedisProbe probe) {
		ServerWatch watch = new ServerWatch(watcher::server, probe::ask, System::nanoTime);
		watch.start();
		this.watch = watch;
	}

	private boolean awaitAnswer(Watcher watcher, RedisProbe probe) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < this.startTimeout.toNanos()) {
			if (watcher.awaitExit(PROBE_INTERVAL) || Thread.currentThread().isInterrupted()) {
				return false;
			}
			if (probe.answers()) {
				return true;
			}
		}
		return false;
	}

	@Override
	public @Nullable SharedStateInfo info() {
		ServerWatch watch = this.watch;
		return (watch != null) ? watch.info() : null;
	}

	/**
	 * May be called by a shutdown hook while the main thread is still in {@link #start}.
	 */
	@Override
	public void close() {
		Lifeline lifeline = this.lifeline;
		Watcher watcher = this.watcher;
		RunDirectory run = this.run;
		ServerWatch watch = this.watch;
		if (watch != null) {
			// From now on the end of the server is expected.
			watch.close();
		}
		if (lifeline != null) {
			lifeline.close();
		}
		if (watcher != null) {
			watcher.stop(STOP_TIMEOUT);
		}
		if (run != null) {
			run.delete();
		}
		this.launched = null;
		this.watch = null;
		this.lifeline = null;
		this.watcher = null;
		this.run = null;
	}

}
