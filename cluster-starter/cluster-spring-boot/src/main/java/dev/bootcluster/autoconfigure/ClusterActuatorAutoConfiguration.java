// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.autoconfigure;

import java.util.function.Supplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.SharedStateServer;
import dev.bootcluster.access.AccessProperties;
import dev.bootcluster.access.AccessToken;
import dev.bootcluster.access.ClusterAccess;
import dev.bootcluster.actuate.ClusterEndpoint;
import dev.bootcluster.actuate.ClusterHealthIndicator;
import dev.bootcluster.actuate.ClusterShutdownEndpoint;
import dev.bootcluster.relay.KeptLogLevels;
import dev.bootcluster.relay.RelayPost;
import dev.bootcluster.worker.Worker;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.context.ShutdownEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.context.ShutdownEndpoint;
import org.springframework.boot.actuate.logging.LoggersEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Configures the cluster's actuator endpoint and health indicator.
 */
@AutoConfiguration(after = ClusterWorkerAutoConfiguration.class, before = ShutdownEndpointAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Cluster.class)
@EnableConfigurationProperties(AccessProperties.class)
public final class ClusterActuatorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterAccess clusterAccess(AccessProperties properties, ObjectProvider<AccessToken> token) {
		return ClusterAccess.of(properties, token.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	ClusterEndpoint clusterEndpoint(Cluster cluster, ObjectProvider<Supplier<SharedStateInfo>> redis,
			ObjectProvider<SharedStateServer> server, ClusterAccess access) {
		return new ClusterEndpoint(cluster, () -> sharedState(redis, server), access);
	}

	@Bean
	@ConditionalOnMissingBean(name = "clusterHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("cluster")
	ClusterHealthIndicator clusterHealthIndicator(Cluster cluster, ObjectProvider<Supplier<SharedStateInfo>> redis,
			ObjectProvider<SharedStateServer> server) {
		return new ClusterHealthIndicator(cluster, () -> sharedState(redis, server));
	}

	/**
	 * A context that closes would otherwise call its method, and end the cluster.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnBean(Worker.class)
	@ConditionalOnMissingBean(ShutdownEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = ShutdownEndpoint.class)
	ClusterShutdownEndpoint shutdownEndpoint(Worker worker) {
		return new ClusterShutdownEndpoint(worker::shutDownCluster);
	}

	@Bean
	@ConditionalOnBean(RelayPost.class)
	KeptLogLevels clusterLogLevels(RelayPost post, ObjectProvider<LoggersEndpoint> loggers) {
		return new KeptLogLevels(post, loggers::getIfAvailable);
	}

	/**
	 * A Redis client knows most. The primary of an embedded Redis has no client, but
	 * knows the server.
	 */
	private static @Nullable SharedStateInfo sharedState(ObjectProvider<Supplier<SharedStateInfo>> redis,
			ObjectProvider<SharedStateServer> server) {
		Supplier<SharedStateInfo> client = redis.getIfAvailable();
		if (client != null) {
			return client.get();
		}
		SharedStateServer started = server.getIfAvailable();
		return (started != null) ? started.info() : null;
	}

}
