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

package dev.bootcluster.session;

/**
 * Settings of the sessions that workers share. Expiry, cookie, namespace and modes are
 * those of Boot: {@code spring.session.*} and {@code server.servlet.session.*}.
 */
class SessionProperties {

	/**
	 * Who keeps the sessions in Redis.
	 */
	private RepositoryType repository = RepositoryType.CLUSTER;

	/**
	 * Whether a request whose handler does not use the session leaves Redis alone. Such a
	 * request does not postpone the session's expiry.
	 */
	private boolean lazy = true;

	public RepositoryType getRepository() {
		return this.repository;
	}

	public void setRepository(RepositoryType repository) {
		this.repository = repository;
	}

	public boolean isLazy() {
		return this.lazy;
	}

	public void setLazy(boolean lazy) {
		this.lazy = lazy;
	}

	/**
	 * Who keeps the sessions in Redis.
	 */
	public enum RepositoryType {

		/**
		 * The cluster, at two round trips for each request that uses its session.
		 */
		CLUSTER,

		/**
		 * Spring Session, exactly as Boot configures it.
		 */
		SPRING

	}

}
