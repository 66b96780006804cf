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
