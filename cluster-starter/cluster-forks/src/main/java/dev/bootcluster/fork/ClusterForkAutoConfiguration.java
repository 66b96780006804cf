// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import dev.bootcluster.ipc.WorkerLaunch;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Configures forks in workers and standalone applications. The primary has no application
 * beans and needs no forks.
 */
@AutoConfiguration
@ConditionalOnMissingBean(ClusterForks.class)
public final class ClusterForkAutoConfiguration {

	@Bean
	@ConfigurationProperties("cluster.forks")
	ForkProperties clusterForkProperties() {
		return new ForkProperties();
	}

	/**
	 * Closed after the web server has stopped, so that requests in flight get their
	 * tasks' results.
	 */
	@Bean(destroyMethod = "close")
	ClusterForks clusterForks(ForkProperties properties) {
		WorkerLaunch worker = WorkerLaunch.fromSystemProperties();
		return new ForkPool(properties, (worker != null) ? worker.directory() : null);
	}

}
