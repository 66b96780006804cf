// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Says how a {@link ClusterProcess} is to be started.
 */
public final class ClusterProcessBuilder {

	private static final Pattern CLUSTER_PORT = Pattern
		.compile("Cluster is listening on port (\\d+)(?:.* access token in (\\S+))?");

	private static final Pattern STANDALONE_PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Path LOGS = Path.of("target", "cluster-logs");

	private static final Path DEMO = Path.of(System.getProperty("demo.jar", "target/demo-app.jar"));

	private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

	/**
	 * Arguments that need another archive than the one all tests share, or none.
	 */
	private static final Pattern OTHER_ARCHIVE = Pattern
		.compile("--cluster\\.(worker\\.(class-archive|jvm-args)|store|enabled|watch\\.enabled)=.*");

	private static final Path STORE = Path.of("target", "cluster-store").toAbsolutePath();

	private static final Map<String, Integer> NAMES = new ConcurrentHashMap<>();

	/**
	 * Tests start many JVMs and run none of them for long.
	 */
	private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

	/**
	 * Where files of killed clusters would stay, and who would be told of the tests'
	 * clusters.
	 */
	private static final List<String> NOT_INHERITED = List.of("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR", "NOTIFY_SOCKET",
			"WATCHDOG_USEC", "WATCHDOG_PID");

	private final List<String> jvmArgs = new ArrayList<>(List.of(QUICK_START));

	private final List<String> args = new ArrayList<>();

	private final Map<String, String> env = new LinkedHashMap<>();

	private Path java = JAVA;

	private Path jar = DEMO;

	private @Nullable String jarInDirectory;

	private @Nullable String classPath;

	private String mainClass = "";

	private boolean ownGroup;

	private boolean nohup;

	private List<String> prefix = List.of();

	private Path directory = Path.of("");

	private String name = caller();

	private int managementPort;

	private @Nullable Pattern portPattern;

	ClusterProcessBuilder() {
	}

	public ClusterProcessBuilder jvmArgs(String... jvmArgs) {
		this.jvmArgs.addAll(List.of(jvmArgs));
		return this;
	}

	/**
	 * Add arguments of the application. Without a {@code --server.port} it listens on any
	 * free one, without a {@code --cluster.reload.bake-time} new workers are trusted at
	 * once, without a {@code --cluster.store} all tests share one. Unless anything about
	 * the start is special, workers start from the {@link TrainedArchive}; else none is
	 * trained without a {@code --cluster.worker.class-archive}.
	 * @param args the arguments
	 * @return this
	 */
	public ClusterProcessBuilder args(String... args) {
		this.args.addAll(List.of(args));
		return this;
	}

	/**
	 * Add an argument in the place of those that set the same property.
	 * @param arg the argument, {@code --name=value}
	 * @return this
	 */
	public ClusterProcessBuilder override(String arg) {
		String property = arg.substring(0, arg.indexOf('=') + 1);
		this.args.removeIf((other) -> other.startsWith(property));
		return args(arg);
	}

	public ClusterProcessBuilder env(String name, String value) {
		this.env.put(name, value);
		return this;
	}

	public ClusterProcessBuilder directory(Path directory) {
		this.directory = directory;
		return this;
	}

	/**
	 * Start another file than that of the system property {@code demo.jar}, which is
	 * {@code target/demo-app.jar} by default.
	 * @param jar the file
	 * @return this
	 */
	public ClusterProcessBuilder jar(Path jar) {
		this.jar = jar;
		return this;
	}

	/**
	 * Start a jar in the working directory, by its name alone.
	 * @param name the name
	 * @return this
	 */
	public ClusterProcessBuilder jarInDirectory(String name) {
		this.jarInDirectory = name;
		return this;
	}

	/**
	 * Start a main class instead of a jar.
	 * @param classPath where it is
	 * @param mainClass its name
	 * @return this
	 */
	public ClusterProcessBuilder classPath(String classPath, String mainClass) {
		this.classPath = classPath;
		this.mainClass = mainClass;
		return this;
	}

	/**
	 * Start a session and a process group, as a terminal or a service manager does, for
	 * {@link ClusterProcess#signalGroup}.
	 * @return this
	 */
	public ClusterProcessBuilder ownGroup() {
		this.ownGroup = true;
		return this;
	}

	/**
	 * Start as {@code nohup} does, in a process group of its own.
	 * @return this
	 */
	public ClusterProcessBuilder nohup() {
		this.nohup = true;
		return ownGroup();
	}

	/**
	 * Start through another command, which runs the words that follow it.
	 * @param command the command, such as {@code nice}
	 * @return this
	 */
	public ClusterProcessBuilder through(String... command) {
		this.prefix = List.of(command);
		return this;
	}

	/**
	 * Use another {@code java} than that of the running test.
	 * @param java the executable
	 * @return this
	 */
	public ClusterProcessBuilder java(Path java) {
		this.java = java;
		return this;
	}

	/**
	 * Let actuator listen on a port of its own, and ask it there.
	 * @param port the port
	 * @return this
	 */
	public ClusterProcessBuilder managementPort(int port) {
		this.managementPort = port;
		return args("--management.server.port=" + port);
	}

	/**
	 * Name the log file, which by default is named after the calling test.
	 * @param name the name without extension
	 * @return this
	 */
	public ClusterProcessBuilder name(String name) {
		this.name = name;
		return this;
	}

	/**
	 * Find the port in the log in another way than the usual one.
	 * @param regex what to find in a line, its first group is the port
	 * @return this
	 */
	public ClusterProcessBuilder portPattern(String regex) {
		this.portPattern = Pattern.compile(regex);
		return this;
	}

	/**
	 * Start the process, without waiting for anything.
	 * @return the process
	 */
	public ClusterProcess start() {
		if (this.classPath == null && !Files.isReadable(this.jar)) {
			throw new IllegalStateException(
					"No %s: package the demo application or set -Ddemo.jar".formatted(this.jar.toAbsolutePath()));
		}
		if (isArchived()) {
			TrainedArchive.ensure();
			args(TrainedArchive.ON, TrainedArchive.JVM_ARGS);
		}
		int number = NAMES.merge(this.name, 1, Integer::sum);
		String file = (number == 1) ? this.name : this.name + "-" + number;
		String mark = UUID.randomUUID().toString();
		try {
			// A killed cluster cannot tidy up after itself.
			Path temporary = Files.createTempDirectory("boot-cluster-test-");
			ProcessBuilder builder = new ProcessBuilder(command(temporary)).redirectErrorStream(true)
				.directory(this.directory.toAbsolutePath().toFile());
			builder.environment().keySet().removeAll(NOT_INHERITED);
			builder.environment().putAll(this.env);
			builder.environment().put(ProcessTree.MARK, mark);
			Files.createDirectories(LOGS);
			Process process = builder.start();
			ProcessLog log = new ProcessLog(LOGS.resolve(file + ".log"), port());
			return new ClusterProcess(process, new ProcessTree(process.toHandle(), mark, temporary), log,
					this.managementPort, this.ownGroup);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether this starts the demo as most tests do.
	 */
	private boolean isArchived() {
		return this.classPath == null && this.jarInDirectory == null && this.jar.equals(DEMO) && this.java.equals(JAVA)
				&& this.jvmArgs.stream()
					.filter((option) -> !option.startsWith("-D"))
					.toList()
					.equals(List.of(QUICK_START))
				&& this.args.stream().noneMatch(OTHER_ARCHIVE.asMatchPredicate());
	}

	private List<String> command(Path temporary) {
		List<String> command = new ArrayList<>(this.prefix);
		if (this.ownGroup) {
			// Becomes java itself: the process keeps its pid. What ran the tests may
			// ignore signals (nohup, a shell's background), and that would be inherited.
			command.addAll(List.of("env", "--default-signal=HUP,INT,TERM"));
			if (this.nohup) {
				command.add("--ignore-signal=HUP");
			}
			command.add("setsid");
		}
		command.add(this.java.toString());
		command.add("-Djava.io.tmpdir=" + temporary);
		command.addAll(this.jvmArgs);
		command.addAll((this.classPath != null) ? List.of("-cp", this.classPath, this.mainClass) : List.of("-jar",
				Objects.requireNonNullElse(this.jarInDirectory, this.jar.toAbsolutePath().toString())));
		addUnlessSet(command, "--server.port=", "0");
		addUnlessSet(command, "--cluster.reload.bake-time=", "0s");
		addUnlessSet(command, "--cluster.worker.class-archive=", "off");
		// On a busy machine workers start slowly, and what waits for them is not to be
		// lost.
		addUnlessSet(command, "--cluster.pending.timeout=", "5m");
		addUnlessSet(command, "--cluster.store=", STORE.toString());
		command.addAll(this.args);
		return command;
	}

	private void addUnlessSet(List<String> command, String option, String value) {
		if (this.args.stream().noneMatch((arg) -> arg.startsWith(option))) {
			command.add(option + value);
		}
	}

	private Pattern port() {
		if (this.portPattern != null) {
			return this.portPattern;
		}
		return this.args.contains("--cluster.enabled=false") ? STANDALONE_PORT : CLUSTER_PORT;
	}

	/**
	 * The test is the outermost method of ours, also when it starts a cluster through
	 * others.
	 */
	private static String caller() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> frame.getClassName().startsWith("dev.bootcluster."))
				.reduce((inner, outer) -> outer)
				.map((frame) -> "%s.%s".formatted(frame.getClassName().replaceAll(".*\\.", ""), frame.getMethodName()))
				.orElse("cluster"));
	}

}
