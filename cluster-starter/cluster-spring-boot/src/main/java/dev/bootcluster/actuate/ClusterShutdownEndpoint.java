// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import java.util.function.Consumer;

import org.springframework.boot.actuate.context.ShutdownEndpoint;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Shuts the application down, which is the cluster: a worker that ended alone would be
 * replaced.
 */
public class ClusterShutdownEndpoint extends ShutdownEndpoint {

	private static final String CAUSE = "asked to by Actuator's shutdown endpoint";

	/**
	 * Create an endpoint.
	 * @param cluster ends the cluster, for a reason that is logged
	 */
	public ClusterShutdownEndpoint(Consumer<String> cluster) {
		super.setApplicationContext(new GenericApplicationContext() {

			@Override
			public void close() {
				cluster.accept(CAUSE);
			}

		});
	}

	/**
	 * The worker's own context ends when the primary says so.
	 */
	@Override
	public void setApplicationContext(ApplicationContext context) {
	}

}
