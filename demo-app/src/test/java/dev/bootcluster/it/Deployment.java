// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.DemoJar;
import dev.bootcluster.testing.DemoJarBuilder;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import dev.bootcluster.testing.Workload;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two workers that run the {@code app.jar} of a directory, where tests bring one version
 * after the other. It is a cluster that only its own requests and signals change, so one
 * will do for many tests.
 */
final class Deployment implements AutoCloseable {

	private static final int WORKERS = 2;

	/**
	 * How many connections a load has at a time.
	 */
	static final int CLIENTS = 12;

	private static final int ENOUGH = 100;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Path directory;

	private final ClusterProcess cluster;

	private int variants;

	private Deployment(Path directory, String... args) {
		this.directory = directory;
		DemoJar.packaged().overwriteInPlace(jar());
		this.cluster = ClusterProcess.builder()
			.jar(jar())
			.directory(directory)
			.args("--cluster.workers=" + WORKERS, "--cluster.shared-state=none", "--spring.profiles.active=chaos")
			.args(args)
			.start();
	}

	/**
	 * Start version 1 and wait until it is ready.
	 * @param directory an empty directory
	 * @param args more arguments
	 * @return the deployment
	 */
	static Deployment start(Path directory, String... args) {
		Deployment deployment = new Deployment(directory, args);
		try {
			deployment.awaitStable();
			return deployment;
		}
		catch (Throwable ex) {
			deployment.close();
			throw ex;
		}
	}

	ClusterProcess cluster() {
		return this.cluster;
	}

	/**
	 * The file that was started and that new versions are brought to.
	 */
	Path jar() {
		return this.directory.resolve("app.jar");
	}

	/**
	 * A version beside the one that runs.
	 * @param version what {@code GET /version} shows of it
	 * @return a builder to make it a broken one
	 */
	DemoJarBuilder version(String version) {
		Path variant = this.directory.resolve("variant-%d.jar".formatted(++this.variants));
		return DemoJar.copyOf(DemoJar.packaged().path(), variant).with("demo.version", version);
	}

	/**
	 * Wait until all workers are ready and nothing is about to change.
	 */
	void awaitStable() {
		this.cluster.awaitReady(WORKERS);
		this.cluster.await("a stable cluster of %d processes".formatted(WORKERS), PATIENCE,
				() -> "STABLE".equals(this.cluster.cluster().path("state").asString(""))
						&& this.cluster.descendants().size() == WORKERS);
	}

	/**
	 * Ask every worker for its version, as clients do.
	 * @return what they say, one version after a reload that is over
	 */
	Set<String> versions() {
		Set<Long> workers = this.cluster.workers().stream().map(Worker::pid).collect(Collectors.toSet());
		Map<Long, String> versions = new HashMap<>();
		this.cluster.await("an answer of each of " + workers, PATIENCE, () -> {
			JsonNode answer = this.cluster.json("/version");
			versions.put(answer.path("pid").asLong(0), answer.path("version").asString(""));
			return versions.keySet().containsAll(workers);
		});
		versions.keySet().retainAll(workers);
		return new HashSet<>(versions.values());
	}

	/**
	 * Reload and wait for the verdict.
	 */
	Reload reload() {
		return verdict(this.cluster::reload);
	}

	/**
	 * Try out what is there now and wait for the verdict.
	 */
	Reload dryRun() {
		return verdict(() -> this.cluster.post("/actuator/cluster/reload", "{\"dryRun\": true}"));
	}

	private Reload verdict(Supplier<Response> order) {
		Response answer = order.get();
		assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
		return this.cluster.awaitReload();
	}

	Response rollBack() {
		return this.cluster.post("/actuator/cluster/rollback");
	}

	/**
	 * Kill a slot's worker and wait for its successor.
	 */
	void replaceByKill(int slot) {
		Worker victim = this.cluster.worker(slot);
		this.cluster.kill9(victim.pid());
		this.cluster.await("a successor of " + victim, PATIENCE, () -> {
			Worker successor = this.cluster.worker(slot);
			return successor.isReady() && successor.pid() != victim.pid();
		});
	}

	/**
	 * A few clients of each kind, which leave a booting worker its share of two cores.
	 * @return the load, to be closed
	 */
	LoadClient load() {
		return LoadClient.on(this.cluster.port())
			.keepAlive(CLIENTS - 4)
			.newConnections(4)
			.timeout(Duration.ofSeconds(30))
			.thinkTime(Duration.ofMillis(50))
			.workload(Workload.hello())
			.workload(Workload.echo(64 * 1024))
			.start();
	}

	/**
	 * Do something under load, of which no client may notice anything.
	 * @param action what to do
	 * @return what became of the load
	 */
	LoadReport unnoticed(Runnable action) {
		LoadReport report = underLoad(action);
		assertThat(report.failures()).as(report.toString()).isZero();
		assertThat(report.closedIdle()).as("connections closed without notice").isZero();
		return report;
	}

	/**
	 * Do something under load, which begins before and ends after it.
	 * @param action what to do
	 * @return what became of the load
	 */
	LoadReport underLoad(Runnable action) {
		try (LoadClient load = load()) {
			awaitMore(load);
			action.run();
			awaitMore(load);
			return load.stop();
		}
	}

	static void awaitMore(LoadClient load) {
		load.awaitRequests(load.report().requests() + ENOUGH);
	}

	/**
	 * What the primary has logged up to now, for {@link #startedSince}.
	 */
	int logged() {
		return this.cluster.log().size();
	}

	/**
	 * The lines that tell of started workers of a generation.
	 * @param logged where to begin
	 * @param generation the generation
	 */
	List<String> startedSince(int logged, long generation) {
		Pattern starting = Pattern.compile("Worker \\d+ .*generation %d\\) starting".formatted(generation));
		List<String> log = this.cluster.log();
		return log.subList(logged, log.size()).stream().filter((line) -> starting.matcher(line).find()).toList();
	}

	@Override
	public void close() {
		this.cluster.close();
	}

}
