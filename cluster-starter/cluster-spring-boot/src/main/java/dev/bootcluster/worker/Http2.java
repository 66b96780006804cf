// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.Processor;
import org.apache.coyote.UpgradeToken;
import org.jspecify.annotations.Nullable;

/**
 * Closes HTTP/2 connections that clients leave open after GOAWAY, which only tells them
 * not to open new streams (RFC 9113, section 6.8).
 */
final class Http2 {

	private static final Log logger = LogFactory.getLog(Http2.class);

	private static final String HANDLER = "org.apache.coyote.http2.Http2UpgradeHandler";

	private static final long NOW = -1;

	private Http2() {
	}

	/**
	 * Close the connection if it is an HTTP/2 connection without streams.
	 */
	static void closeIfIdle(HandedConnection connection) {
		if (connection.getCurrentProcessor() instanceof Processor processor && !connection.isWriting()
				&& hasNoStream(processor.getUpgradeToken())) {
			processor.timeoutAsync(NOW);
		}
	}

	private static boolean hasNoStream(@Nullable UpgradeToken token) {
		if (token == null) {
			return false;
		}
		Object handler = token.getHttpUpgradeHandler();
		Class<?> type = handler.getClass();
		while (type != null && !type.getName().equals(HANDLER)) {
			type = type.getSuperclass();
		}
		return type != null && streams(type, handler) == 0;
	}

	/**
	 * Read by reflection, because Tomcat does not expose the number. Its keep-alive
	 * timeout, which is meant to run only while there is no stream, may be set by the end
	 * of one stream after the next has begun.
	 */
	private static int streams(Class<?> type, Object handler) {
		try {
			Field streams = type.getDeclaredField("activeRemoteStreamCount");
			streams.setAccessible(true);
			return ((AtomicInteger) streams.get(handler)).get();
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("An HTTP/2 connection is left to its keep-alive timeout", ex);
			return 1;
		}
	}

}
