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

package dev.bootcluster.messaging;

import dev.bootcluster.autoconfigure.ClusterWorkerAutoConfiguration;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.worker.Worker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Configures messages between workers. A standalone application receives its own
 * messages.
 */
@AutoConfiguration(after = ClusterWorkerAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@Import(MessagingConfiguration.class)
public final class ClusterMessagingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	static Link clusterLink(ObjectProvider<Worker> worker) {
		Worker here = worker.getIfAvailable();
		return (here != null) ? here.link() : new LoopbackLink();
	}

	@Bean
	@ConfigurationProperties("cluster.messaging")
	@ConditionalOnMissingBean
	static MessagingProperties clusterMessagingProperties() {
		return new MessagingProperties();
	}

}
