// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Measures the memory and the open descriptors of each process of a cluster that has
 * nothing to do: a while after its start, and with thousands of connections that were
 * used once and stay open. Then it drains one of the workers.
 */
final class IdleMemory {

	private static final byte[] REQUEST = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private static final int REQUEST_MILLIS = 30_000;

	private final IdleMemoryOptions options;

	private final Children children;

	/**
	 * Megabytes of each kind of process at each look.
	 */
	private final Map<String, Map<String, List<Double>>> looks = new LinkedHashMap<>();

	private final Map<String, Map<String, List<Long>>> descriptors = new LinkedHashMap<>();

	private final List<IdleDrain> drains = new ArrayList<>();

	private IdleMemory(IdleMemoryOptions options, Children children) {
		this.options = options;
		this.children = children;
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Workbench.run(() -> IdleMemoryOptions.parse(args), (options, children) -> {
			IdleMemory memory = new IdleMemory(options, children);
			Map<String, Object> machine = Machine.facts(options, Map.of());
			memory.run();
			System.out.println(memory.toText(machine));
			Workbench.save("memory-", Json
				.write(Json.object("machine", machine, "options", options.toJson(), "megabytes", memory.looks,
						"descriptors", memory.descriptors, "drains",
						memory.drains.stream().map(IdleDrain::toJson).toList()))
					+ "\n");
		});
	}

	private void run() throws IOException, InterruptedException {
		// One worker will have them all.
		List<String> settings = List.of("--cluster.store=" + this.children.newDirectory("store"),
				"--server.tomcat.max-connections=%d".formatted(2 * this.options.connections + 100));
		Application.sharing("training", this.options, this.children, settings).train();
		for (int round = 0; round < this.options.rounds; round++) {
			Application cluster = Application.sharing("cluster", this.options, this.children, settings);
			long start = System.nanoTime();
			cluster.start();
			TimeUnit.NANOSECONDS
				.sleep(start + TimeUnit.SECONDS.toNanos(this.options.seconds) - System.nanoTime());
			look("%d s after the start".formatted(this.options.seconds), cluster.server().process());
			List<KeptConnection> connections = connect(cluster.port());
			look("with %,d idle connections".formatted(connections.size()), cluster.server().process());
			IdleDrain drain = IdleDrain.run(cluster.server(), connections, REQUEST);
			System.err.println(drain);
			this.drains.add(drain);
			connections.forEach(KeptConnection::close);
			cluster.stop();
		}
	}

	private List<KeptConnection> connect(int port) {
		InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
		List<KeptConnection> connections = new ArrayList<>();
		for (int i = 0; i < this.options.connections; i++) {
			KeptConnection connection = new KeptConnection(server, REQUEST_MILLIS);
			connections.add(connection);
			Outcome outcome = connection.exchange(REQUEST);
			if (outcome != Outcome.ANSWERED || !connection.isOpen()) {
				throw new UserException("Connection %d was not kept open (%s). Is 'ulimit -n' high enough?"
					.formatted(i + 1, outcome));
			}
		}
		return connections;
	}

	private void look(String when, Process primary) {
		Map<String, List<Double>> processes = this.looks.computeIfAbsent(when, (key) -> new LinkedHashMap<>());
		Map<String, List<Long>> open = this.descriptors.computeIfAbsent(when, (key) -> new LinkedHashMap<>());
		Children.tree(primary).forEach((process) -> {
			String kind = process.equals(primary.toHandle()) ? "primary"
					: Machine.isJvm(process) ? "worker" : "redis-server";
			double megabytes = Machine.proportionalMemory(process) / 1024.0;
			processes.computeIfAbsent(kind, (key) -> new ArrayList<>()).add(megabytes);
			open.computeIfAbsent(kind, (key) -> new ArrayList<>()).add(Machine.openDescriptors(process));
		});
		System.err.printf("%s: %s, descriptors %s%n", when, processes, open);
	}

	private String toText(Map<String, Object> machine) {
		List<String> lines = new ArrayList<>();
		machine.forEach((name, value) -> lines.add("%-8s %s".formatted(name, value)));
		this.looks.forEach((when, processes) -> {
			lines.add("");
			lines.add("Memory (PSS) in MB %s, %d starts".formatted(when, this.options.rounds));
			processes.forEach((kind, megabytes) -> lines.add("%-13s %s".formatted(kind,
					megabytes.stream().map("%7.1f"::formatted).collect(Collectors.joining(" ")))));
			lines.add("Open descriptors");
			this.descriptors.get(when)
				.forEach((kind, open) -> lines.add("%-13s %s".formatted(kind,
						open.stream().map("%,7d"::formatted).collect(Collectors.joining(" ")))));
		});
		lines.add("");
		lines.add("One worker drained");
		this.drains.forEach((drain) -> lines.add(drain.toString()));
		return String.join(System.lineSeparator(), lines);
	}

}
