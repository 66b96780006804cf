// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A unit file with which systemd runs an application as a cluster (systemd.service(5),
 * systemd.exec(5)).
 *
 * @param name the service's name, without {@code .service}
 * @param user the user to run as
 * @param directory the working directory
 * @param command the command: absolute path of java, its options, the application and its
 * arguments
 * @param version systemd's major version
 * @param reloadSignal the signal that reloads the cluster, such as {@code USR1},
 * {@code null} if none does
 * @param bootTimeout how long a worker may take to become ready
 * @param drainTimeout how long a worker may take to finish its work
 * @param port the port that the application serves, 0 if it is unknown
 */
public record SystemdUnit(String name, String user, Path directory, List<String> command, int version,
		@Nullable String reloadSignal, Duration bootTimeout, Duration drainTimeout, int port) {

	/**
	 * The first version whose {@code systemctl reload} waits for the end of a reload.
	 */
	private static final int NOTIFY_RELOAD = 253;

	/**
	 * What precedes the first worker: unpacking the code, starting Redis.
	 */
	private static final Duration BEFORE_WORKERS = Duration.ofMinutes(1);

	/**
	 * What follows the drain: ten seconds until a worker that does not end is killed, and
	 * the end of Redis.
	 */
	private static final Duration AFTER_DRAIN = Duration.ofSeconds(30);

	private static final Duration WATCHDOG = Duration.ofSeconds(30);

	/**
	 * Ports below belong to root (capabilities(7)).
	 */
	private static final int FIRST_FREE_PORT = 1024;

	private static final String ROOT = "root";

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

	private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?");

	/**
	 * What needs no quotes in a command line.
	 */
	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.:=@,+%$-]+");

	private static final Pattern VERSION = Pattern.compile("systemd (\\d+)");

	/**
	 * Check what the unit is made of.
	 * @throws IllegalArgumentException if something cannot be written into a unit; the
	 * message says what, and what to do
	 */
	public SystemdUnit {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("'%s' cannot be the name of a service: ".formatted(name)
					+ "use up to 64 letters, digits, dots, dashes and underscores");
		}
		if (!USER.matcher(user).matches()) {
			throw new IllegalArgumentException("'%s' is not the name of a user".formatted(user));
		}
		if (command.isEmpty() || !Path.of(command.get(0)).isAbsolute()) {
			throw new IllegalArgumentException(
					"The command %s does not begin with an absolute path".formatted(command));
		}
		if (!directory.isAbsolute()) {
			throw new IllegalArgumentException("The working directory %s is not an absolute path".formatted(directory));
		}
		command = List.copyOf(command);
	}

	/**
	 * Find systemd's version in what {@code systemctl --version} prints.
	 * @param output what it printed
	 * @return the major version, 0 if it does not say
	 */
	public static int version(String output) {
		Matcher matcher = VERSION.matcher(output);
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}

	/**
	 * Return the unit file.
	 * @return its text
	 */
	public String render() {
		List<String> lines = new ArrayList<>();
		lines.addAll(
				List.of("[Unit]", "Description=%s (Boot Cluster)".formatted(this.name), "Wants=network-online.target",
						"After=network-online.target", "# A release that cannot start is given up after five attempts.",
						"StartLimitIntervalSec=10min", "StartLimitBurst=5", "", "[Service]"));
		lines.addAll(reload());
		lines.addAll(List.of(
				"ExecStart=" + this.command.stream().map(SystemdUnit::word).collect(Collectors.joining(" ")),
				"WorkingDirectory=" + escaped(this.directory.toString()), "User=" + this.user,
				"RuntimeDirectory=" + this.name, "RuntimeDirectoryMode=0700", "CacheDirectory=" + this.name,
				"CacheDirectoryMode=0700", "", "# Until the first worker is ready; a long reload asks for more time.",
				"TimeoutStartSec=" + seconds(this.bootTimeout.plus(BEFORE_WORKERS)),
				"# SIGTERM goes to the primary, which drains the workers; what is left then is killed.",
				"KillMode=mixed", "TimeoutStopSec=" + seconds(this.drainTimeout.plus(AFTER_DRAIN)),
				"# The primary hangs. Of workers that hang, it takes care itself.", "WatchdogSec=" + seconds(WATCHDOG),
				"", "Restart=on-failure", "RestartSec=5", "# A JVM that is told to end before the cluster has begun.",
				"SuccessExitStatus=143", "# The kernel may kill a worker for lack of memory: the primary replaces it.",
				"OOMPolicy=continue", "LimitNOFILE=524288", ""));
		lines.addAll(hardening());
		lines.addAll(List.of("", "[Install]", "WantedBy=multi-user.target"));
		return String.join("\n", lines) + "\n";
	}

	private List<String> reload() {
		if (this.reloadSignal == null) {
			return List.of("Type=notify");
		}
		return (this.version >= NOTIFY_RELOAD) ? List.of("Type=notify-reload", "ReloadSignal=SIG" + this.reloadSignal)
				: List.of("Type=notify", "ExecReload=/bin/kill -%s $MAINPID".formatted(this.reloadSignal));
	}

	/**
	 * What neither a JVM nor a cluster needs. Missing on purpose are
	 * {@code MemoryDenyWriteExecute}, which a JIT compiler cannot live with,
	 * {@code ProtectProc}, because the owner of a connection is looked up there, and
	 * {@code SystemCallArchitectures}, because the bundled redis-server may be that for
	 * 32 bits.
	 */
	private List<String> hardening() {
		List<String> lines = new ArrayList<>(List.of("# No MemoryDenyWriteExecute: the JVM compiles while it runs.",
				"NoNewPrivileges=yes", "ProtectSystem=full", "PrivateTmp=yes", "PrivateDevices=yes", "ProtectClock=yes",
				"ProtectHostname=yes", "ProtectControlGroups=yes", "ProtectKernelLogs=yes", "ProtectKernelModules=yes",
				"ProtectKernelTunables=yes", "LockPersonality=yes", "RestrictNamespaces=yes", "RestrictRealtime=yes",
				"RestrictSUIDSGID=yes", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK"));
		if (this.user.equals(ROOT)) {
			// It needs capabilities for its own files.
			return lines;
		}
		if (this.port > 0 && this.port < FIRST_FREE_PORT) {
			lines.add("# Port %d belongs to root.".formatted(this.port));
			lines.add("AmbientCapabilities=CAP_NET_BIND_SERVICE");
			lines.add("CapabilityBoundingSet=CAP_NET_BIND_SERVICE");
		}
		else {
			lines.add("CapabilityBoundingSet=");
		}
		return lines;
	}

	/**
	 * Return what to type to install the unit.
	 * @return the commands, with comments, one a line
	 */
	public List<String> installation() {
		String file = "/etc/systemd/system/%s.service".formatted(this.name);
		List<String> lines = new ArrayList<>();
		lines.add("# Save the unit as %s, then:".formatted(file));
		if (!this.user.equals(ROOT)) {
			lines.add("id %1$s || sudo useradd --system --shell /usr/sbin/nologin %1$s".formatted(this.user));
		}
		lines.add("sudo systemctl daemon-reload");
		lines.add("sudo systemctl enable --now " + this.name);
		lines.add("systemctl status " + this.name);
		if (this.reloadSignal != null) {
			lines.add("# After the jar has been replaced:");
			lines.add("sudo systemctl reload " + this.name);
		}
		return lines;
	}

	/**
	 * Return a word of a command line. In double quotes, a backslash begins an escape.
	 */
	private static String word(String word) {
		String escaped = escaped(word).replace("$", "$$");
		if (PLAIN.matcher(escaped).matches()) {
			return escaped;
		}
		return '"' + escaped.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
				+ '"';
	}

	/**
	 * A percent sign begins a specifier.
	 */
	private static String escaped(String text) {
		return text.replace("%", "%%");
	}

	private static long seconds(Duration duration) {
		return duration.plusNanos(999_999_999).toSeconds();
	}

}
