// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a service manager such as systemd tells the one process that it starts
 * (sd_notify(3), sd_watchdog_enabled(3), sd_listen_fds(3)).
 *
 * @param notifySocket where to report, {@code null} if nobody listens: the path of a Unix
 * datagram socket, or {@code @} and the name of one that has no path
 * @param watchdog how often the process must give a sign of life, zero if it need not
 * @param sockets the descriptors of the listening sockets that it was passed
 */
public record ServiceVariables(@Nullable String notifySocket, Duration watchdog, List<Integer> sockets) {

	private static final Log logger = LogFactory.getLog(ServiceVariables.class);

	/**
	 * The variables by their meaning. A child that inherited one would speak for its
	 * parent, or take other descriptors for listening sockets.
	 */
	static final Set<String> NAMES = Set.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS",
			"LISTEN_PID", "LISTEN_FDNAMES", "LISTEN_PIDFDID");

	/**
	 * The number of the first descriptor passed ({@code SD_LISTEN_FDS_START}).
	 */
	private static final int FIRST_SOCKET = 3;

	private static final int MOST_SOCKETS = 1024;

	/**
	 * Return what this process was told when it was started.
	 * @return what its environment says
	 */
	public static ServiceVariables current() {
		return Current.VARIABLES;
	}

	/**
	 * Read the variables. One that is meant for another process, or that makes no sense,
	 * counts as not set.
	 * @param environment the environment variables
	 * @param pid the id of the process they should be meant for
	 * @return what they say
	 */
	public static ServiceVariables of(Map<String, String> environment, long pid) {
		return new ServiceVariables(notifySocket(environment), watchdog(environment, pid), sockets(environment, pid));
	}

	private static @Nullable String notifySocket(Map<String, String> environment) {
		String address = environment.get("NOTIFY_SOCKET");
		if (address == null || address.isEmpty()) {
			return null;
		}
		if (address.length() < 2 || (address.charAt(0) != '/' && address.charAt(0) != '@')) {
			logger.warn(("NOTIFY_SOCKET is '%s', which is neither an absolute path nor an abstract address (@name): "
					+ "the service manager is told nothing")
				.formatted(address));
			return null;
		}
		return address;
	}

	private static Duration watchdog(Map<String, String> environment, long pid) {
		String other = environment.get("WATCHDOG_PID");
		if (other != null && number("WATCHDOG_PID", environment) != pid) {
			return Duration.ZERO;
		}
		return Duration.ofNanos(Math.multiplyExact(number("WATCHDOG_USEC", environment), 1000));
	}

	private static List<Integer> sockets(Map<String, String> environment, long pid) {
		if (number("LISTEN_PID", environment) != pid) {
			return List.of();
		}
		long count = Math.min(number("LISTEN_FDS", environment), MOST_SOCKETS);
		List<Integer> sockets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			sockets.add(FIRST_SOCKET + i);
		}
		return List.copyOf(sockets);
	}

	/**
	 * Return the value of a variable, 0 if there is none.
	 */
	private static long number(String name, Map<String, String> environment) {
		String value = environment.get(name);
		if (value == null || value.isEmpty()) {
			return 0;
		}
		if (!value.matches("\\d{1,15}")) {
			logger.warn("%s is '%s', which is not a number, and is ignored".formatted(name, value));
			return 0;
		}
		return Long.parseLong(value);
	}

	/**
	 * Read when it is first needed, and complained about once.
	 */
	private static final class Current {

		private static final ServiceVariables VARIABLES = of(System.getenv(), ProcessHandle.current().pid());

	}

}
