/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.worker;

import org.apache.coyote.Processor;
import org.apache.coyote.UpgradeToken;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Ends HTTP/2 connections that clients leave open although they got GOAWAY, which says
 * only that they may not use them any more (RFC 9113, 6.8).
 */
final class Http2 {

	private static final String HANDLERS = "org.apache.coyote.http2.";

	private Http2() {
	}

	/**
	 * Close the connection unless it has a stream. Tomcat knows: its keep-alive timeout
	 * runs only while there is none, and at the end of time it is over.
	 */
	static void closeIfIdle(SocketWrapperBase<?> connection) {
		if (connection.getCurrentProcessor() instanceof Processor processor && isHttp2(processor.getUpgradeToken())) {
			processor.timeoutAsync(Long.MAX_VALUE);
		}
	}

	private static boolean isHttp2(UpgradeToken token) {
		return token != null && token.getHttpUpgradeHandler().getClass().getName().startsWith(HANDLERS);
	}

}
