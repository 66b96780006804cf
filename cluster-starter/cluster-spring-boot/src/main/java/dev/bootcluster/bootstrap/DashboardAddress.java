// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.Environment;

/**
 * Where a browser on this machine finds the dashboard.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host
 * @param port the port, {@code null} for the one that clients of the application connect
 * to
 * @param path the path
 */
record DashboardAddress(String scheme, String host, @Nullable Integer port, String path) {

	private static final String LOCALHOST = "localhost";

	/**
	 * Read the address.
	 * @param management the management port, {@code null} if it has none of its own
	 * @return the address, {@code null} if it is not known or nobody serves it
	 */
	static @Nullable DashboardAddress of(Environment environment, @Nullable ManagementPort management) {
		if (!isServed(environment) || (management != null && management.port() == 0)) {
			return null;
		}
		String server = (management != null) ? "management.server" : "server";
		String prefix = (management != null) ? environment.getProperty("management.server.base-path", "")
				: environment.getProperty("server.servlet.context-path", "")
						+ environment.getProperty("spring.mvc.servlet.path", "");
		String path = "%s/%s/%s/dashboard".formatted(prefix,
				environment.getProperty("management.endpoints.web.base-path", "actuator"),
				environment.getProperty("management.endpoints.web.path-mapping.cluster", "cluster"));
		boolean tls = Ssl.isEnabled(Binder.get(environment).bind(server + ".ssl", Ssl.class).orElse(null));
		return new DashboardAddress(tls ? "https" : "http", host(environment.getProperty(server + ".address", "")),
				(management != null) ? management.port() : null, path.replaceAll("/+", "/"));
	}

	/**
	 * Whether Actuator is served at all, and the endpoint with it.
	 */
	private static boolean isServed(Environment environment) {
		return environment.getProperty(ManagementPort.PROPERTY, Integer.class, 0) >= 0 && names(environment, "include")
				&& !names(environment, "exclude");
	}

	private static boolean names(Environment environment, String list) {
		return Binder.get(environment)
			.bind("management.endpoints.web.exposure." + list, Bindable.setOf(String.class))
			.orElse(Set.of())
			.stream()
			.anyMatch((name) -> name.equals("*") || name.equalsIgnoreCase("cluster"));
	}

	private static String host(String address) {
		if (address.isEmpty() || address.equals("0.0.0.0") || address.equals("::")) {
			return LOCALHOST;
		}
		return address.contains(":") ? "[" + address + "]" : address;
	}

	/**
	 * Return the URL.
	 * @param application the port that clients of the application connect to
	 * @return the URL
	 */
	String url(int application) {
		return "%s://%s:%d%s".formatted(this.scheme, this.host, (this.port != null) ? this.port : application,
				this.path);
	}

}
