// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.bootcluster.process.TaskLoop;
import dev.bootcluster.process.ThreadTaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks for processes that outlived a worker and then ended, if this process is the first
 * of its container. The kernel makes it their parent, and a parent has to wait for its
 * children; but a JVM waits only for those that it started itself.
 */
final class OrphanWatch {

	private static final Log logger = LogFactory.getLog(OrphanWatch.class);

	static final Duration INTERVAL = Duration.ofMinutes(1);

	private static final long INIT = 1;

	private static final String REMEDY = "Give the container an init process: docker run --init, init: true in Compose, "
			+ "tini as the entry point of the image, or shareProcessNamespace: true in Kubernetes";

	private final TaskLoop loop;

	private final Supplier<Map<Long, String>> zombies;

	private final Consumer<String> warning;

	private Set<Long> seen = Set.of();

	OrphanWatch(TaskLoop loop, Supplier<Map<Long, String>> zombies, Consumer<String> warning) {
		this.loop = loop;
		this.zombies = zombies;
		this.warning = warning;
	}

	/**
	 * Watch for orphans from now on if this process is the first of its container.
	 */
	static void startIfFirst() {
		long pid = ProcessHandle.current().pid();
		if (pid == INIT) {
			new OrphanWatch(new ThreadTaskLoop("cluster-orphans"), () -> Zombies.of(Path.of("/proc"), pid),
					logger::warn)
				.start();
		}
	}

	void start() {
		this.warning.accept("The primary is process 1: if a worker is killed, the processes that it started stay as "
				+ "zombies when they end, because nobody waits for them. " + REMEDY);
		this.loop.schedule(INTERVAL, this::look);
	}

	/**
	 * Twice, because this process's own children are zombies for a moment, too.
	 */
	private void look() {
		Map<Long, String> now = this.zombies.get();
		Set<Long> stayed = new TreeSet<>(now.keySet());
		stayed.retainAll(this.seen);
		if (!stayed.isEmpty()) {
			this.warning.accept("%d ended processes stay as zombies: %s. %s".formatted(stayed.size(),
					stayed.stream()
						.limit(5)
						.map((pid) -> "%d (%s)".formatted(pid, now.get(pid)))
						.collect(Collectors.joining(", ")),
					REMEDY));
			return;
		}
		this.seen = now.keySet();
		this.loop.schedule(INTERVAL, this::look);
	}

}
