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

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 on connections that the primary hands over. Tomcat instantiates it by its
 * class name.
 */
public class HandoffProtocol extends Http11NioProtocol {

	private final HandoffEndpoint endpoint;

	/**
	 * Create a new protocol. Called by Tomcat.
	 */
	public HandoffProtocol() {
		this(new HandoffEndpoint());
	}

	private HandoffProtocol(HandoffEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	HandoffEndpoint endpoint() {
		return this.endpoint;
	}

}
