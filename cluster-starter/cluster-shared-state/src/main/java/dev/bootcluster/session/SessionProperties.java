// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

/**
 * Settings of the sessions that workers share. Expiry, cookie, namespace and modes are
 * set as in Boot: {@code spring.session.*} and {@code server.servlet.session.*}.
 */
class SessionProperties {

	/**
	 * Which repository keeps the sessions in Redis.
	 */
	private RepositoryType repository = RepositoryType.CLUSTER;

	/**
	 * Whether a request whose handler does not use the session sends nothing to Redis.
	 * Such a request does not extend the session.
	 */
	private boolean lazy = true;

	/**
	 * Whether objects in sessions are also written that a request has changed without
	 * setting them again, as applications do that keep sessions in memory.
	 */
	private boolean detectChanges = true;

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

	public boolean isDetectChanges() {
		return this.detectChanges;
	}

	public void setDetectChanges(boolean detectChanges) {
		this.detectChanges = detectChanges;
	}

	/**
	 * Which repository keeps the sessions in Redis.
	 */
	public enum RepositoryType {

		/**
		 * Boot Cluster, at two round trips for each request that uses its session.
		 */
		CLUSTER,

		/**
		 * Spring Session, exactly as Boot configures it.
		 */
		SPRING

	}

}
