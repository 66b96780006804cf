// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.lang.reflect.Field;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.Processor;
import org.apache.coyote.UpgradeToken;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells WebSocket clients that the server is restarting (close code 1012, RFC 6455
 * registry), so that they reconnect at once.
 */
final class WebSockets {

	private static final Log logger = LogFactory.getLog(WebSockets.class);

	private WebSockets() {
	}

	static void restart(SocketWrapperBase<?> connection) {
		Object processor = connection.getCurrentProcessor();
		UpgradeToken token = (processor instanceof Processor upgraded) ? upgraded.getUpgradeToken() : null;
		// Compared by name: the class is missing if the WebSocket module is excluded.
		if (token != null && token.getHttpUpgradeHandler().getClass().getName().endsWith(".WsHttpUpgradeHandler")) {
			close(token.getHttpUpgradeHandler());
		}
	}

	private static void close(Object handler) {
		try {
			Session session = session(handler);
			if (session != null) {
				session.close(new CloseReason(CloseCodes.SERVICE_RESTART, "The server is restarting"));
			}
		}
		catch (IOException | ReflectiveOperationException | RuntimeException ex) {
			logger.debug("A WebSocket could not be closed and stays open until the drain ends", ex);
		}
	}

	/**
	 * Read by reflection, because Tomcat does not expose the session.
	 */
	private static @Nullable Session session(Object handler) throws ReflectiveOperationException {
		Field field = WsHttpUpgradeHandler.class.getDeclaredField("wsSession");
		field.setAccessible(true);
		return (Session) field.get(handler);
	}

}
