// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds SockJS endpoints, whose sessions last longer than a connection.
 */
final class SockJsCheck implements ClusterCheck {

	private static final String MAPPING = "org.springframework.web.servlet.handler.AbstractUrlHandlerMapping";

	private static final String HANDLER = "org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler";

	@Override
	public String getName() {
		return "sockjs";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		List<ClusterFinding> findings = new ArrayList<>();
		application.beansOfType(MAPPING).values().forEach((mapping) -> {
			if (Reflected.call(mapping, "getHandlerMap") instanceof Map<?, ?> handlers) {
				handlers.forEach((path, handler) -> {
					if (Reflected.isA(handler, HANDLER)) {
						findings.add(new ClusterFinding(
								"SockJS at %s: the requests of a client that falls back from WebSocket reach several workers, which do not know its session"
									.formatted(path),
								"Let clients use WebSocket alone: new SockJS(url, null, {transports: 'websocket'}), or set cluster.balancing=sticky and make sure there is an HTTP session"));
					}
				});
			}
		});
		return findings;
	}

}
