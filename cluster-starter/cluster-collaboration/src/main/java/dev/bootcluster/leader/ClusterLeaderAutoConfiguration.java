// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import dev.bootcluster.messaging.ClusterMessagingAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Configures leadership, so that one worker does what must be done only once. A
 * standalone application is its own leader.
 */
@AutoConfiguration(after = ClusterMessagingAutoConfiguration.class)
@Import(LeaderConfiguration.class)
public final class ClusterLeaderAutoConfiguration {

	@Bean
	@ConfigurationProperties("cluster.leader")
	@ConditionalOnMissingBean
	static LeaderProperties clusterLeaderProperties() {
		return new LeaderProperties();
	}

}
