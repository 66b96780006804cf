// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * A management port separate from the application's. The primary serves it: the cluster's
 * endpoint and health itself, and all others by asking a worker, which listens on its own
 * socket in the place of that port.
 *
 * @param port the port, 0 for a free one
 */
record ManagementPort(int port) {

	static final String PROPERTY = "management.server.port";

	/**
	 * Read the port.
	 * @return the port, or {@code null} if management has no port of its own
	 */
	static @Nullable ManagementPort of(Environment environment) {
		Integer port = environment.getProperty(PROPERTY, Integer.class);
		if (port == null || port < 0) {
			return null;
		}
		int application = environment.getProperty("server.port", Integer.class, 8080);
		return (port != 0 && port == application) ? null : new ManagementPort(port);
	}

	/**
	 * The settings that make the primary's own web server the management server.
	 */
	Map<String, Object> primaryProperties(Environment environment) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("server.port", this.port);
		properties.put(PROPERTY, this.port);
		properties.put("server.servlet.context-path",
				environment.getProperty("management.server.base-path", String.class, ""));
		properties.put("server.address", environment.getProperty("management.server.address", String.class, ""));
		properties.put("server.ssl.enabled", "false");
		Binder.get(environment)
			.bind("management.server.ssl", Bindable.mapOf(String.class, String.class))
			.ifBound((ssl) -> {
				properties.put("server.ssl.enabled", "true");
				ssl.forEach((name, value) -> properties.put("server.ssl." + name, value));
			});
		// Plain Boot has the application's path on the application's port only.
		properties.put("spring.mvc.servlet.path", "/");
		// Callers of the readiness probe want to know whether workers can serve.
		properties.put("management.endpoint.health.group.readiness.include", "readinessState,cluster");
		return properties;
	}

}
