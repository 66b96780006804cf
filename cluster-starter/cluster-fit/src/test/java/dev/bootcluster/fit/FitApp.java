// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.Request;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application of somebody else: what it is built from and how it is started. Instances
 * never change; each method that adds something returns another one.
 * <p>
 * It has our starter and a main class in the package {@code app}, unless it says
 * otherwise. The same application is resolved and compiled once.
 */
public final class FitApp {

	private static final Path APPLICATIONS = Path.of("src", "test", "apps");

	private static final String STARTER = "dev.bootcluster:cluster-spring-boot-starter";

	private static final String REDIS = "dev.bootcluster:cluster-embedded-redis";

	private static final String SHARED_STATE = "--cluster.shared-state=";

	private static final int WORKERS = 2;

	private final Recipe recipe;

	private final List<String> jvmArgs;

	private final List<String> args;

	private final Map<String, String> env;

	private FitApp(Recipe recipe, List<String> jvmArgs, List<String> args, Map<String, String> env) {
		this.recipe = recipe;
		this.jvmArgs = jvmArgs;
		this.args = args;
		this.env = env;
	}

	/**
	 * An application with nothing but our starter.
	 * @param name its name, for files
	 * @return the application
	 */
	public static FitApp named(String name) {
		Recipe recipe = new Recipe(name, Boot.APPLICATION, List.of(), List.of(), Map.of());
		return new FitApp(recipe, List.of(), List.of(), Map.of()).dependency(STARTER);
	}

	/**
	 * An application whose sources and resources are files of {@code src/test/apps}.
	 * @param name its name, which is that of the directory
	 * @return the application
	 */
	public static FitApp ofFiles(String name) {
		FitApp app = named(name);
		Path directory = APPLICATIONS.resolve(name);
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				app = app.file(directory.relativize(file).toString(), Files.readString(file));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return app;
	}

	public FitApp boot(Boot boot) {
		return with(new Recipe(this.recipe.name(), boot, this.recipe.dependencies(), this.recipe.exclusions(),
				this.recipe.files()));
	}

	/**
	 * Add a dependency.
	 * @param coordinates {@code group:artifact}, with a {@code :version} if neither Boot
	 * nor we manage it
	 * @return the application with it
	 */
	public FitApp dependency(String coordinates) {
		boolean ours = coordinates.startsWith(Reactor.GROUP + ":");
		return withDependencies(
				added(this.recipe.dependencies(), ours ? coordinates + ":" + Reactor.version() : coordinates));
	}

	/**
	 * Let its workers share sessions and caches in the Redis that we bring along. Without
	 * it they share nothing, unless an argument says what.
	 * @return the application with it
	 */
	public FitApp withRedis() {
		return dependency(REDIS);
	}

	/**
	 * Take the starter away: what remains has never heard of us.
	 * @return the application without
	 */
	public FitApp withoutStarter() {
		return withDependencies(this.recipe.dependencies()
			.stream()
			.filter((dependency) -> !dependency.startsWith(Reactor.GROUP + ":"))
			.toList());
	}

	private FitApp withDependencies(List<String> dependencies) {
		return with(new Recipe(this.recipe.name(), this.recipe.boot(), dependencies, this.recipe.exclusions(),
				this.recipe.files()));
	}

	/**
	 * Exclude a library from all dependencies.
	 * @param coordinates {@code group:artifact}
	 * @return the application without it
	 */
	public FitApp exclude(String coordinates) {
		return with(new Recipe(this.recipe.name(), this.recipe.boot(), this.recipe.dependencies(),
				added(this.recipe.exclusions(), coordinates), this.recipe.files()));
	}

	/**
	 * Add Java source, or replace that of the same type.
	 * @param source a compilation unit
	 * @return the application with it
	 */
	public FitApp source(String source) {
		return file(Recipe.fileOf(source), source);
	}

	/**
	 * Add a file, or replace the one of the same path.
	 * @param path where it is on the class path, such as {@code application.yml}
	 * @param content its text
	 * @return the application with it
	 */
	public FitApp file(String path, String content) {
		Map<String, String> files = new TreeMap<>(this.recipe.files());
		files.put(path, content);
		return with(new Recipe(this.recipe.name(), this.recipe.boot(), this.recipe.dependencies(),
				this.recipe.exclusions(), files));
	}

	/**
	 * Add arguments of the application, for every way to start it.
	 * @param args the arguments
	 * @return the application with them
	 */
	public FitApp args(String... args) {
		return new FitApp(this.recipe, this.jvmArgs, added(this.args, args), this.env);
	}

	public FitApp jvmArgs(String... jvmArgs) {
		return new FitApp(this.recipe, added(this.jvmArgs, jvmArgs), this.args, this.env);
	}

	public FitApp env(String name, String value) {
		Map<String, String> env = new LinkedHashMap<>(this.env);
		env.put(name, value);
		return new FitApp(this.recipe, this.jvmArgs, this.args, env);
	}

	private FitApp with(Recipe recipe) {
		return new FitApp(recipe, this.jvmArgs, this.args, this.env);
	}

	/**
	 * Start it as plain Spring Boot would and wait until it has started.
	 * @return the running application
	 */
	public RunningApp standalone() {
		return args("--cluster.enabled=false").start();
	}

	/**
	 * Start it as a cluster and wait until all workers are ready.
	 * @param workers their number
	 * @return the running application
	 */
	public RunningApp cluster(int workers) {
		return args("--cluster.workers=" + workers).launch((process) -> process.awaitReady(workers));
	}

	/**
	 * Start it with its arguments alone and wait until Spring Boot says that an
	 * application has started, be it a worker's or this process's own.
	 * @return the running application
	 */
	public RunningApp start() {
		return launch((process) -> process.awaitLog("Started \\w+ in [\\d.]+ seconds"));
	}

	/**
	 * Start it with its arguments alone and wait for nothing: it may not start at all.
	 * @return the process of the application
	 */
	public RunningApp launch() {
		return launch((process) -> {
		});
	}

	private RunningApp launch(Start start) {
		Path jar = AppJar.newDirectory("run-" + this.recipe.name()).resolve("app.jar");
		AppJar.deploy(jar(), jar);
		ClusterProcessBuilder builder = ClusterProcess.builder()
			.jar(jar)
			.directory(jar.getParent())
			.jvmArgs(this.jvmArgs.toArray(String[]::new))
			.args(arguments().toArray(String[]::new))
			.portPattern("(?:Cluster is listening|\\w+ started) on ports? (\\d+)(?:.* access token in (\\S+))?");
		this.env.forEach(builder::env);
		RunningApp running = new RunningApp(builder.start(), jar);
		try {
			start.await(running.process());
			return running;
		}
		catch (Throwable ex) {
			running.close();
			throw ex;
		}
	}

	private List<String> arguments() {
		boolean decided = this.args.stream().anyMatch((arg) -> arg.startsWith(SHARED_STATE))
				|| this.recipe.dependencies().stream().anyMatch((dependency) -> dependency.startsWith(REDIS));
		return decided ? this.args : added(this.args, SHARED_STATE + "none");
	}

	/**
	 * Ask the application as plain Spring Boot, then every worker of a cluster, and
	 * expect the same answers: status, headers and body. Values that differ from process
	 * to process by their nature have no place in them; of cookies only names and
	 * attributes count.
	 * @param requests what to ask, in this order
	 */
	public void assertSameAsStandalone(Request... requests) {
		List<Answer> expected;
		try (RunningApp plain = standalone()) {
			expected = plain.answers(requests);
		}
		try (RunningApp cluster = cluster(WORKERS)) {
			for (int i = 0; i < requests.length; i++) {
				assertThat(cluster.everywhere(requests[i])).extracting(Answer::of)
					.as("Answers of workers to %s", requests[i])
					.containsOnly(expected.get(i));
			}
		}
	}

	/**
	 * Build it, unless that was done.
	 * @return the jar
	 */
	Path jar() {
		return AppJar.of(this.recipe);
	}

	/**
	 * What Maven puts on its class path at run time.
	 */
	List<Path> libraries() {
		return MavenClassPath.of(this.recipe);
	}

	private static List<String> added(List<String> list, String... more) {
		List<String> all = new ArrayList<>(list);
		all.addAll(List.of(more));
		return List.copyOf(all);
	}

	@Override
	public String toString() {
		return "%s with %s".formatted(this.recipe.name(), this.recipe.boot());
	}

	/**
	 * Waits for a start.
	 */
	private interface Start {

		void await(ClusterProcess process);

	}

}
