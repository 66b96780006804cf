// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each system takes from the start of its first process until every JVM can
 * serve, one system after the other. A cluster is started in two ways: for the first time
 * on a machine, with an empty store, and again, with the code extracted and the archive of
 * its classes trained.
 */
final class Starts {

	static final int ROUNDS = 3;

	private final Options options;

	private final Children children;

	private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

	private boolean trained;

	Starts(Options options, Children children) {
		this.options = options;
		this.children = children;
	}

	/**
	 * Start everything several times.
	 * @return the seconds it took, by system
	 */
	Map<String, List<Double>> measure() throws IOException, InterruptedException {
		Path kept = this.children.newDirectory("store");
		for (int round = 0; round < ROUNDS; round++) {
			for (String system : this.options.systems) {
				switch (system) {
					case "plain" -> time(Application.standalone(system, this.options, this.children));
					case "nginx" -> time(new NginxProxy(this.options, this.children));
					default -> {
						time(cluster(system, "first", this.children.newDirectory("store")));
						train(system, kept);
						time(cluster(system, "again", kept));
					}
				}
			}
		}
		return this.seconds;
	}

	private void time(Candidate candidate) throws IOException, InterruptedException {
		long start = System.nanoTime();
		candidate.start();
		double taken = (System.nanoTime() - start) / 1_000_000_000.0;
		candidate.stop();
		List<Double> samples = this.seconds.computeIfAbsent(candidate.name(), (name) -> new ArrayList<>());
		samples.add(taken);
		System.err.printf("start %d %-17s %.2f s%n", samples.size(), candidate.name(), taken);
	}

	private Application cluster(String system, String which, Path store) {
		return Application.cluster("%s, %s".formatted(system, which), system, this.options, this.children,
				"--cluster.store=" + store);
	}

	/**
	 * The archive fits both policies.
	 */
	private void train(String system, Path store) throws IOException, InterruptedException {
		if (!this.trained) {
			cluster(system, "training", store).train();
			this.trained = true;
		}
	}

}
