// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.catalina.connector.Request;
import org.apache.catalina.core.AsyncContextImpl;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server-sent events that a worker sends asynchronously. Their clients reconnect when
 * they end, and notice nothing if they end as the protocol wants.
 */
final class EventStreams {

	private static final Log logger = LogFactory.getLog(EventStreams.class);

	private static final String TYPE = "text/event-stream";

	private final Set<Request> suspended = ConcurrentHashMap.newKeySet();

	static boolean is(@Nullable String contentType) {
		return contentType != null && contentType.startsWith(TYPE);
	}

	/**
	 * A request has given its thread back and may go on.
	 */
	void suspended(Request request) {
		this.suspended.add(request);
	}

	/**
	 * A request has ended.
	 */
	void ended(Request request) {
		this.suspended.remove(request);
	}

	/**
	 * End them all. The application is told as if it had done so itself.
	 */
	void end() {
		for (Request request : this.suspended) {
			AsyncContextImpl context = request.getAsyncContextInternal();
			if (context != null && is(request.getResponse().getContentType())) {
				try {
					context.complete();
				}
				catch (RuntimeException ex) {
					logger.debug("Server-sent events ended by themselves", ex);
				}
			}
		}
	}

}
