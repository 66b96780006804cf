// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Decides who answers a request to Actuator. All paths are as on the wire and begin with
 * a slash.
 *
 * @param base Actuator's base path, such as {@code /actuator}; may be empty
 * @param cluster the path of the cluster's endpoint, {@code null} if it is not exposed
 * @param shared the paths of the endpoints whose changes mean the application
 * @param own the paths that the primary answers itself, {@code null} in a worker
 */
public record Routes(String base, @Nullable String cluster, Collection<String> shared,
		@Nullable Collection<String> own) {

	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	/**
	 * A slot and what follows it.
	 */
	private static final Pattern IN_SLOT = Pattern.compile("/(\\d{1,9})(/.+)");

	private static final Pattern DOTS = Pattern.compile("(?i)(.*/)?(\\.|%2e){1,2}(/.*)?");

	/**
	 * Decide.
	 * @param method the request's method
	 * @param path its path
	 * @param relayed whether another process has relayed it to this one
	 */
	Route of(String method, String path, boolean relayed) {
		boolean actuator = isWithin(this.base, path);
		if (relayed || DOTS.matcher(path).matches()) {
			return new Route.Here(actuator);
		}
		if (this.cluster != null && isWithin(this.cluster, path)) {
			Matcher matcher = IN_SLOT.matcher(path.substring(this.cluster.length()));
			if (matcher.matches()) {
				return new Route.Slot(Integer.parseInt(matcher.group(1)), this.base + matcher.group(2));
			}
		}
		if (!SAFE.contains(method) && this.shared.stream().anyMatch((endpoint) -> isWithin(endpoint, path))) {
			return new Route.All();
		}
		if (this.own == null || this.own.stream().anyMatch((mine) -> isWithin(mine, path))) {
			return new Route.Here(actuator);
		}
		return new Route.Any(List.of(this.base, this.base + "/").contains(path));
	}

	private static boolean isWithin(String parent, String path) {
		return path.startsWith(parent) && (path.length() == parent.length() || path.charAt(parent.length()) == '/');
	}

}
