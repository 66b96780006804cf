// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares how many requests are answered in the first seconds of full load, when the
 * code is not compiled yet: by one JVM, by a cluster that starts for the first time or
 * again, and by one whose workers have all just been replaced.
 */
final class FirstSeconds {

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
		this.kept = children.newDirectory("store");
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Workbench.run(() -> FirstSecondsOptions.parse(args), (options, children) -> {
			Tools.require(Map.of("wrk", "wrk"));
			new FirstSeconds(options, children).run();
		});
	}

	private void run() throws IOException, InterruptedException {
		cluster("training", this.kept).train();
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
	 * Measure a system alone.
	 */
	private List<LoadResult> measure(String system) throws IOException, InterruptedException {
		Application application = switch (system) {
			case FirstSecondsOptions.PLAIN -> Application.standalone(system, this.options, this.children);
			case FirstSecondsOptions.FIRST -> cluster(system, this.children.newDirectory("store"));
			default -> cluster(system, this.kept);
		};
		application.start();
		if (system.equals(FirstSecondsOptions.RELOADED)) {
			load(application);
			application.server().reload();
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

	private Application cluster(String name, Path store) {
		List<String> settings = new ArrayList<>(this.options.settings);
		settings.add("--cluster.store=" + store);
		return Application.cluster(name, this.options.balancing, this.options, this.children,
				settings.toArray(String[]::new));
	}

}
