// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds listeners of sessions, whose calls never come because the sessions are in a
 * repository without events.
 */
final class SessionListenerCheck implements ClusterCheck {

	private static final List<String> WITHOUT_EVENTS = List.of("dev.bootcluster.session.ClusterSessionRepository",
			"org.springframework.session.data.redis.RedisSessionRepository");

	private static final List<String> LISTENERS = Stream.of("Session", "SessionId", "SessionAttribute")
		.map("jakarta.servlet.http.Http%sListener"::formatted)
		.toList();

	private static final String REGISTRATION = "org.springframework.boot.web.servlet.ServletListenerRegistrationBean";

	@Override
	public String getName() {
		return "session-listeners";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		if (WITHOUT_EVENTS.stream().allMatch((type) -> application.beansOfType(type).isEmpty())) {
			return List.of();
		}
		Map<String, Object> listeners = new LinkedHashMap<>();
		LISTENERS.forEach((type) -> listeners.putAll(application.beansOfType(type)));
		application.beansOfType(REGISTRATION).forEach((name, registration) -> {
			Object listener = Reflected.call(registration, "getListener");
			if (LISTENERS.stream().anyMatch((type) -> Reflected.isA(listener, type))) {
				listeners.put(name, registration);
			}
		});
		return listeners.keySet()
			.stream()
			.map((name) -> new ClusterFinding(
					"Bean '%s' is told nothing of sessions: those in Redis have no events".formatted(name),
					"Set spring.session.data.redis.repository-type=indexed, which tells beans of type HttpSessionListener "
							+ "when a session is created or ends, and nothing else"))
			.toList();
	}

}
