// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Boot Cluster whose workers exit or are killed.
 */
final class MortalCluster implements Mortal {

	private static final Pattern READY = Pattern.compile("\"pid\":(\\d+),\"generation\":\\d+,\"state\":\"READY\"");

	private final String name;

	private final AvailabilityOptions options;

	private final Children children;

	private final int spares;

	private final boolean killed;

	private final boolean bounded;

	private Path store;

	private Server server;

	private Server management;

	private Reaper reaper;

	/**
	 * Create a new cluster.
	 * @param name says what is special about it
	 */
	MortalCluster(String name, AvailabilityOptions options, Children children) {
		this.killed = name.contains(AvailabilityOptions.KILLED);
		this.bounded = name.contains(AvailabilityOptions.BOUNDED);
		this.spares = name.contains(AvailabilityOptions.SPARE) ? 1 : 0;
		this.name = name;
		this.options = options;
		this.children = children;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int jvms() {
		return this.options.workers + this.spares;
	}

	@Override
	public void start() throws IOException, InterruptedException {
		// The next round finds the archive there.
		boolean first = this.store == null;
		this.store = first ? this.children.newDirectory("store") : this.store;
		int port = Ports.free();
		int managementPort = Ports.free();
		List<String> args = new ArrayList<>(
				List.of("--cluster.workers=" + this.options.workers, "--cluster.spares=" + this.spares,
						"--cluster.worker.boot-timeout=5m", "--cluster.store=" + this.store,
						"--management.server.port=" + managementPort));
		if (this.bounded) {
			args.add("--cluster.worker.max-in-flight=" + this.options.maxInFlight);
		}
		Process process = this.children.start(this.name, Application.command(this.options, port, args));
		this.server = new Server(this.name, process, port, this.children);
		// The primary itself answers there: looking at workers is no load on them.
		this.management = new Server(this.name, process, managementPort, this.children);
		this.management.await("/actuator/cluster", (body) -> readyWorkers(body).size() >= jvms());
		this.server.await("/hello", (body) -> body.startsWith("Handled by process "));
		if (first) {
			this.server.awaitArchive();
		}
	}

	@Override
	public void expose() {
		this.reaper = new Reaper(this.server.process(), () -> readyWorkers(this.management.get("/actuator/cluster")),
				this.options.exitWithin, this.killed);
	}

	@Override
	public int exits() {
		return this.reaper.kills();
	}

	private static Set<Long> readyWorkers(String body) {
		Set<Long> pids = new HashSet<>();
		Matcher matcher = READY.matcher(body);
		while (matcher.find()) {
			pids.add(Long.parseLong(matcher.group(1)));
		}
		return pids;
	}

	@Override
	public Server server() {
		return this.server;
	}

	@Override
	public void stop() throws InterruptedException {
		if (this.reaper != null) {
			this.reaper.close();
		}
		Mortal.super.stop();
	}

}
