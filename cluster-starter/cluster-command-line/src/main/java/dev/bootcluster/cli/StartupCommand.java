// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bootcluster.process.WorkingDirectory;
import dev.bootcluster.service.SystemdUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints what starts the cluster with the machine. Changes nothing, and needs no running
 * cluster.
 */
@Command(name = "startup", description = "Print a systemd unit for this application, and what to type to install it.",
		footer = "%nExample:%n  startup systemd --user shop -- --spring.profiles.active=prod > shop.service")
final class StartupCommand implements Callable<Integer> {

	private static final String SYSTEMD = "systemd";

	private static final Pattern VERSION_IN_NAME = Pattern.compile("[-_.]v?\\d.*");

	private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h)");

	private final Shell shell;

	private final String classPath;

	private final IntSupplier systemdVersion;

	@Parameters(index = "0", paramLabel = SYSTEMD, description = "The service manager.")
	private String manager = "";

	@Parameters(index = "1..*", paramLabel = "<argument>", description = "Arguments of the application, after --.")
	private List<String> arguments = List.of();

	@Option(names = "--name", paramLabel = "<name>", description = "The service's name. By default the jar's.")
	private @Nullable String name;

	@Option(names = "--user", paramLabel = "<user>", description = "Who runs it. By default who types this.")
	private String user = System.getProperty("user.name");

	@Option(names = "--java-option", paramLabel = "<option>",
			description = "An option of the JVM, such as -Xmx1g. Can be repeated.")
	private List<String> javaOptions = List.of();

	@Option(names = "--port", paramLabel = "<port>", description = "The application's port, if it is below 1024.")
	private int port;

	@Option(names = "--reload-signal", paramLabel = "<signal>",
			description = "As cluster.reload.signal: USR1 (the default), HUP or none.")
	private String reloadSignal = "USR1";

	@Option(names = "--boot-timeout", paramLabel = "<time>",
			description = "As cluster.worker.boot-timeout, by default 2m.")
	private String bootTimeout = "2m";

	@Option(names = "--drain-timeout", paramLabel = "<time>",
			description = "As cluster.worker.drain-timeout, by default 30s.")
	private String drainTimeout = "30s";

	@Option(names = "--json", description = "Print JSON.")
	private boolean json;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Print this help.")
	private boolean help;

	StartupCommand(Shell shell) {
		this(shell, System.getProperty("java.class.path", ""), StartupCommand::systemdVersion);
	}

	/**
	 * Create a command.
	 * @param shell where to print
	 * @param classPath the class path of this JVM
	 * @param systemdVersion asks for systemd's version
	 */
	StartupCommand(Shell shell, String classPath, IntSupplier systemdVersion) {
		this.shell = shell;
		this.classPath = classPath;
		this.systemdVersion = systemdVersion;
	}

	@Override
	public Integer call() {
		try {
			SystemdUnit unit = unit();
			if (this.json) {
				Map<String, Object> answer = new LinkedHashMap<>();
				answer.put("unit", unit.render());
				answer.put("installation", unit.installation());
				this.shell.out().println(new JsonValue(answer));
			}
			else {
				this.shell.out().print(unit.render());
				// A script that redirects the unit into a file shows people how to go on.
				unit.installation().forEach(this.shell.err()::println);
			}
			return ExitCode.DONE;
		}
		catch (IllegalArgumentException ex) {
			this.shell.err().println(ex.getMessage());
			return ExitCode.USAGE;
		}
	}

	private SystemdUnit unit() {
		if (!this.manager.equals(SYSTEMD)) {
			throw new IllegalArgumentException(
					"'%s' is not a known service manager; use 'systemd'".formatted(this.manager));
		}
		Path jar = jar();
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.javaOptions);
		command.addAll(List.of("-jar", jar.toString()));
		command.addAll(this.arguments);
		return new SystemdUnit((this.name != null) ? this.name : name(jar), this.user, Path.of("").toAbsolutePath(),
				command, this.systemdVersion.getAsInt(), signal(), duration("--boot-timeout", this.bootTimeout),
				duration("--drain-timeout", this.drainTimeout), this.port);
	}

	private Path jar() {
		if (!this.classPath.endsWith(".jar") || this.classPath.contains(File.pathSeparator)) {
			throw new IllegalArgumentException(
					"A unit starts an executable jar, and this is '%s': ".formatted(this.classPath)
							+ "use java -Djarmode=cluster -jar <jar> startup systemd");
		}
		Path jar = WorkingDirectory.resolve(this.classPath);
		if (!Files.isReadable(jar)) {
			throw new IllegalArgumentException("'%s' cannot be read".formatted(jar));
		}
		return jar;
	}

	/**
	 * A service outlives versions.
	 */
	private static String name(Path jar) {
		String file = jar.getFileName().toString();
		String name = VERSION_IN_NAME.matcher(file.substring(0, file.length() - ".jar".length())).replaceFirst("");
		return name.isEmpty() ? "app" : name;
	}

	private @Nullable String signal() {
		return switch (this.reloadSignal) {
			case "USR1", "HUP" -> this.reloadSignal;
			case "none" -> null;
			default -> throw new IllegalArgumentException(
					"--reload-signal '%s' is none of USR1, HUP and none".formatted(this.reloadSignal));
		};
	}

	private static Duration duration(String option, String text) {
		Matcher duration = DURATION.matcher(text);
		if (!duration.matches()) {
			throw new IllegalArgumentException("%s '%s' is not a time such as 30s or 2m".formatted(option, text));
		}
		long number = Long.parseLong(duration.group(1));
		return switch (duration.group(2)) {
			case "s" -> Duration.ofSeconds(number);
			case "m" -> Duration.ofMinutes(number);
			default -> Duration.ofHours(number);
		};
	}

	/**
	 * Of this machine; 0, which is older than any, where there is no systemd.
	 */
	private static int systemdVersion() {
		try {
			Process process = new ProcessBuilder("systemctl", "--version").redirectErrorStream(true).start();
			process.getOutputStream().close();
			return SystemdUnit
				.version(new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
