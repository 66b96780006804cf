// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * Compares what clients lose when workers exit all the time, in Node's cluster and in
 * ours.
 */
final class Availability {

	private final AvailabilityOptions options;

	private final List<Mortal> systems;

	private final AvailabilityReport report;

	private Availability(AvailabilityOptions options, Children children) throws IOException, InterruptedException {
		this.options = options;
		this.systems = options.systems.stream().map((name) -> system(name, options, children)).toList();
		String node = options.systems.contains(AvailabilityOptions.NODE) ? Tools.firstLine(Tools.node(), "--version")
				: "";
		this.report = new AvailabilityReport(options, Machine.facts(options, Json.object("node", node)));
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Workbench.run(() -> AvailabilityOptions.parse(args), (options, children) -> {
			Tools.require(options.tools());
			new Availability(options, children).run();
		});
	}

	private static Mortal system(String name, AvailabilityOptions options, Children children) {
		return switch (name) {
			case AvailabilityOptions.NODE -> new NodeCluster(options, children);
			default -> new MortalCluster(name, options, children);
		};
	}

	private void run() throws IOException, InterruptedException {
		for (int round = 0; round < this.options.rounds; round++) {
			for (Mortal system : Rounds.rotated(this.systems, round)) {
				Tally tally = measure(system);
				this.report.add(system.name(), tally);
				System.err.printf("round %d %-17s %s%n", round + 1, system.name(), tally);
			}
		}
		System.out.println(this.report.toText());
		Workbench.save("availability-", this.report.toJson());
	}

	/**
	 * Measure a system alone: workers that exit and start would slow the others.
	 */
	private Tally measure(Mortal system) throws IOException, InterruptedException {
		system.start();
		Rounds.awaitPorts();
		system.expose();
		Tally tally = new NewConnections(this.options).run(system.port(), system::exits);
		system.stop();
		return tally;
	}

}
