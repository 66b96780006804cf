// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares the cluster with one plain JVM and with nginx in front of several, in one
 * interleaved run.
 */
final class Compare {

	private final Options options;

	private final Children children;

	private final List<Candidate> candidates;

	private final Report report;

	private Compare(Options options, Children children) throws IOException, InterruptedException {
		this.options = options;
		this.children = children;
		this.candidates = options.systems.stream().map(this::candidate).toList();
		this.report = new Report(options, Machine.facts(options, toolVersions(options)));
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Workbench.run(() -> Options.parse(args), (options, children) -> {
			Tools.require(options.tools());
			new Compare(options, children).run();
		});
	}

	private Candidate candidate(String name) {
		return switch (name) {
			case "plain" -> Application.standalone(name, this.options, this.children);
			case "nginx" -> new NginxProxy(this.options, this.children);
			default -> Application.cluster(name, this.options, this.children);
		};
	}

	private static Map<String, Object> toolVersions(Options options) throws InterruptedException {
		return Json.object("wrk", Tools.firstLine(Tools.wrk(), "-v"), "nginx",
				options.systems.contains("nginx") ? Tools.firstLine(Tools.nginx(), "-v") : "");
	}

	private void run() throws IOException, InterruptedException {
		if (this.options.only.contains(Part.START)) {
			this.report.single("start", "Start to ready in seconds, median of %d starts".formatted(Starts.ROUNDS),
					new Starts(this.options, this.children).measure());
		}
		if (!this.options.only.equals(Set.of(Part.START))) {
			load();
		}
		System.out.println(this.report.toText());
		Workbench.save("", this.report.toJson());
	}

	private void load() throws IOException, InterruptedException {
		for (Candidate candidate : this.candidates) {
			candidate.start();
		}
		Map<String, List<Double>> idle = memory();
		List<Part> parts = Stream.of(Part.KEEPALIVE, Part.NEW).filter(this.options.only::contains).toList();
		Wrk wrk = new Wrk(this.children, this.options.seconds);
		Rounds rounds = new Rounds(this.candidates, parts.isEmpty() ? List.of(Part.KEEPALIVE) : parts, wrk);
		int warmup = rounds.warmUp(this.options.warmupRounds);
		Results results = parts.isEmpty() ? new Results() : rounds.measure(this.options.rounds);
		this.report.warmUp(warmup, rounds.mostTimeWaits());
		for (Part part : parts) {
			this.report.load(part, (part == Part.NEW) ? "GET /hello, new connection each" : "GET /hello, keep-alive",
					results);
		}
		if (this.options.only.contains(Part.MEMORY)) {
			this.report.single("memoryIdle", "Memory (PSS) of all processes before load in MB", idle);
			this.report.single("memory", "Memory (PSS) of all processes after load in MB", memory());
			this.report.single("memoryServing", "Memory (PSS) of one JVM that serves after load in MB", memoryServing());
		}
		for (Candidate candidate : this.candidates) {
			candidate.stop();
		}
	}

	private Map<String, List<Double>> memoryServing() {
		Map<String, List<Double>> megabytes = new LinkedHashMap<>();
		for (Candidate candidate : this.candidates) {
			List<Double> each = candidate.processes()
				.stream()
				.flatMap(Machine::servingJvms)
				.map((jvm) -> Machine.proportionalMemory(jvm) / 1024.0)
				.toList();
			megabytes.put(candidate.name(), each);
		}
		return megabytes;
	}

	private Map<String, List<Double>> memory() {
		Map<String, List<Double>> megabytes = new LinkedHashMap<>();
		for (Candidate candidate : this.candidates) {
			long kilobytes = candidate.processes().stream().mapToLong(Machine::proportionalMemory).sum();
			megabytes.put(candidate.name(), List.of(kilobytes / 1024.0));
		}
		return megabytes;
	}

}
