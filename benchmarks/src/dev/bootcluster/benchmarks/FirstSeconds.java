// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compares how many requests are answered in the first seconds of full load, when the
 * code is not compiled yet: by one JVM, by a cluster that starts for the first time or
 * again, and by one whose workers have all just been replaced.
 */
final class FirstSeconds {

	private static final int INTERVAL_MILLIS = 100;

	private final FirstSecondsOptions options;

	private final Children children;

	private final FirstSecondsReport report;

	private final Wrk wrk;

	private final Path kept;

	private FirstSeconds(FirstSecondsOptions options, Children children) throws IOException, InterruptedException {
		this.options = options;
		this.children = children;
		this.report = new FirstSecondsReport(options,
				Machine.facts(options, Json.object("wrk", Tools.firstLine(Tools.wrk(), "-v"))));
		this.wrk = new Wrk(children, FirstSecondsOptions.SLICE_SECONDS);
		this.kept = store();
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Workbench.run(() -> FirstSecondsOptions.parse(args), (options, children) -> {
			Tools.require(Map.of("wrk", "wrk"));
			new FirstSeconds(options, children).run();
		});
	}

	private void run() throws IOException, InterruptedException {
		train();
		for (int round = 0; round < this.options.rounds; round++) {
			for (String system : Rounds.rotated(this.options.systems, round)) {
				List<LoadResult> slices = measure(system);
				this.report.add(system, slices);
				System.err.printf("round %d %-9s %s%n", round + 1, system,
						slices.stream().map((slice) -> "%,d".formatted(slice.requests())).toList());
			}
		}
		System.out.println(this.report.toText());
		Workbench.save("warmup-", this.report.toJson());
	}

	/**
	 * Leave what a cluster finds that was started before.
	 */
	private void train() throws IOException, InterruptedException {
		Application cluster = cluster("training", this.kept);
		cluster.start();
		cluster.server().awaitArchive();
		cluster.stop();
	}

	/**
	 * Measure a system alone.
	 */
	private List<LoadResult> measure(String system) throws IOException, InterruptedException {
		Application application = switch (system) {
			case FirstSecondsOptions.PLAIN -> Application.standalone(system, this.options, this.children);
			case FirstSecondsOptions.FIRST -> cluster(system, store());
			default -> cluster(system, this.kept);
		};
		application.start();
		if (system.equals(FirstSecondsOptions.RELOADED)) {
			load(application);
			reload(application.server());
		}
		List<LoadResult> slices = load(application);
		application.stop();
		return slices;
	}

	private List<LoadResult> load(Application application) throws IOException, InterruptedException {
		List<LoadResult> slices = new ArrayList<>();
		for (int slice = 0; slice < this.options.slices(); slice++) {
			slices.add(this.wrk.run(application.port(), Part.KEEPALIVE));
		}
		return slices;
	}

	private void reload(Server server) throws IOException, InterruptedException {
		server.post("/actuator/cluster/reload");
		String state;
		do {
			TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
			state = server.get("/actuator/cluster/reload");
		}
		while (state.contains("\"RUNNING\""));
		if (!state.contains("\"SUCCEEDED\"")) {
			throw new UserException("%s: the reload failed: %s".formatted(server.name(), state));
		}
	}

	private Application cluster(String name, Path store) {
		List<String> settings = new ArrayList<>(this.options.settings);
		settings.add("--cluster.store=" + store);
		return Application.cluster(name, this.options.balancing, this.options, this.children,
				settings.toArray(String[]::new));
	}

	private Path store() throws IOException {
		return Files.createTempDirectory(this.children.directory(), "store");
	}

}
