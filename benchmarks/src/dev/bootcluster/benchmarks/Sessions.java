// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares requests of clients that have a session in Redis: kept by Spring Session as
 * Boot configures it, or by the cluster.
 */
final class Sessions {

	/**
	 * In each JVM and for each use: what a use shares with the others is compiled sooner
	 * than what it alone does.
	 */
	private static final long WARM_REQUESTS = 50_000;

	private static final int MOST_WARMUP_ROUNDS = 40;

	/**
	 * Of the machine's processors, for the compilers of all JVMs.
	 */
	private static final double MOST_COMPILING_PERCENT = 1;

	/**
	 * Spring Session's repository, and Boot's client of Redis without our settings.
	 */
	private static final List<String> BOOTS_OWN = List.of("--cluster.session.repository=spring",
			"--spring.autoconfigure.exclude=dev.bootcluster.sharedstate.ClusterRedisAutoConfiguration");

	private final SessionOptions options;

	private final Children children;

	private final SessionReport report;

	private final Wrk wrk;

	private final Map<Application, Visitors> visitors = new LinkedHashMap<>();

	private Sessions(SessionOptions options, Children children) throws IOException, InterruptedException {
		this.options = options;
		this.children = children;
		this.report = new SessionReport(options,
				Machine.facts(options, Json.object("wrk", Tools.firstLine(Tools.wrk(), "-v"))));
		this.wrk = new Wrk(children, options.seconds);
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Workbench.run(() -> SessionOptions.parse(args), (options, children) -> {
			Tools.require(Map.of("wrk", "wrk"));
			new Sessions(options, children).run();
		});
	}

	private void run() throws IOException, InterruptedException {
		for (String system : this.options.systems) {
			Application application = Application.sharing(system, this.options, this.children,
					system.equals(SessionOptions.BOOT) ? BOOTS_OWN : List.of());
			application.start();
			this.visitors.put(application, Visitors.of(application.port(), this.options.sessions));
		}
		warmUp();
		for (int round = 0; round < this.options.rounds; round++) {
			run("round", round, this.report);
		}
		for (Application application : this.visitors.keySet()) {
			application.stop();
		}
		System.out.println(this.report.toText());
		Workbench.save("sessions-", this.report.toJson());
	}

	/**
	 * Run rounds whose results are thrown away, until every JVM is warm.
	 */
	private void warmUp() throws IOException, InterruptedException {
		SessionReport warmUp = new SessionReport(this.options, Map.of());
		boolean warm = false;
		for (int round = 0; round < MOST_WARMUP_ROUNDS && (round < this.options.warmupRounds || !warm); round++) {
			double compiling = run("warm-up", round, warmUp);
			warm = compiling < MOST_COMPILING_PERCENT && hadRequests(warmUp);
		}
	}

	private boolean hadRequests(SessionReport warmUp) {
		return this.visitors.keySet()
			.stream()
			.allMatch((application) -> warmUp.leastRequests(application.name()) >= WARM_REQUESTS * application.jvms());
	}

	/**
	 * Run one round.
	 * @return per cent of the processors that the JVMs' compilers took
	 */
	private double run(String label, int round, SessionReport report) throws IOException, InterruptedException {
		CompilerTime begin = compilers();
		for (SessionUse use : SessionUse.values()) {
			for (Application application : Rounds.rotated(List.copyOf(this.visitors.keySet()), round)) {
				Path script = this.children.directory().resolve("visitors.lua");
				this.visitors.get(application).write(script, use);
				LoadResult result = this.wrk.run(application.port(), script);
				report.add(use, application.name(), result);
				System.err.printf("%s %d %-9s %-9s %s%n", label, round + 1, use.name(), application.name(), result);
			}
		}
		double compiling = compilers().percentSince(begin);
		report.addCompiling(compiling);
		System.err.printf("%s %d: the JVMs' compilers took %.1f %% of the processors%n", label, round + 1, compiling);
		return compiling;
	}

	private CompilerTime compilers() {
		return CompilerTime
			.of(this.visitors.keySet().stream().flatMap((application) -> application.processes().stream()).toList());
	}

}
