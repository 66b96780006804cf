// SPDX-License-Identifier: Apache-2.0

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
