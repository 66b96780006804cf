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
