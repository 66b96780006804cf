// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How connections are assigned to workers: one of the policies below, or a
 * {@link Balancer} of the application's.
 *
 * @param name the policy's name as in {@code cluster.balancing}, or the name of the class
 */
public record BalancingPolicy(String name) {

	private static final List<String> NAMES = List.of("round-robin", "least-connections", "power-of-two", "fastest",
			"weighted", "random", "client-hash", "sticky", "shared");

	private static final Set<String> EVEN = Set.of("round-robin", "least-connections", "power-of-two", "random");

	private static final Pattern CLASS = Pattern
		.compile("(?:\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*\\.)+"
				+ "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");

	/**
	 * Each worker gets a connection in turn.
	 */
	public static final BalancingPolicy ROUND_ROBIN = new BalancingPolicy("round-robin");

	/**
	 * The worker with the fewest open connections and requests in flight.
	 */
	public static final BalancingPolicy LEAST_CONNECTIONS = new BalancingPolicy("least-connections");

	/**
	 * The better of two that are drawn at random, by connections and requests in flight.
	 */
	public static final BalancingPolicy POWER_OF_TWO = new BalancingPolicy("power-of-two");

	/**
	 * The worker that answers fastest, considering what it has in flight.
	 */
	public static final BalancingPolicy FASTEST = new BalancingPolicy("fastest");

	/**
	 * In turn, by weights that are configured for slots.
	 */
	public static final BalancingPolicy WEIGHTED = new BalancingPolicy("weighted");

	/**
	 * Any worker.
	 */
	public static final BalancingPolicy RANDOM = new BalancingPolicy("random");

	/**
	 * The slot that the client's address stands for.
	 */
	public static final BalancingPolicy CLIENT_HASH = new BalancingPolicy("client-hash");

	/**
	 * Every request goes to the worker that has its session in memory. With TLS, every
	 * connection of a client's address goes to the same worker.
	 */
	public static final BalancingPolicy STICKY = new BalancingPolicy("sticky");

	/**
	 * Workers accept for themselves from one shared listening socket; the kernel decides
	 * which one gets a connection.
	 */
	public static final BalancingPolicy SHARED = new BalancingPolicy("shared");

	public BalancingPolicy {
		if (!NAMES.contains(name) && !CLASS.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"is not a balancing policy; use %s, or the full name of a class that implements %s"
						.formatted(String.join(", ", NAMES), Balancer.class.getName()));
		}
	}

	/**
	 * Parse a policy. Called by Spring Boot's conversion.
	 * @param text its name, or that of a class
	 * @return the policy
	 * @throws IllegalArgumentException if it is neither; the message lists the policies
	 */
	public static BalancingPolicy of(String text) {
		String stripped = text.strip();
		String plain = plain(stripped);
		return new BalancingPolicy(
				NAMES.stream().filter((name) -> plain(name).equals(plain)).findFirst().orElse(stripped));
	}

	/**
	 * As Boot reads the names of constants.
	 */
	private static String plain(String text) {
		return text.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether workers accept for themselves, so that no balancer is asked.
	 * @return {@code true} if so
	 */
	public boolean isShared() {
		return equals(SHARED);
	}

	/**
	 * Whether requests go to the worker that has their session, for which workers have to
	 * prepare when they start.
	 * @return {@code true} if so
	 */
	public boolean isSticky() {
		return equals(STICKY);
	}

	/**
	 * Whether all workers are meant to have about as many connections, so that one with
	 * more of them than others may give some away.
	 * @return {@code true} if so
	 */
	public boolean isEven() {
		return EVEN.contains(this.name);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
