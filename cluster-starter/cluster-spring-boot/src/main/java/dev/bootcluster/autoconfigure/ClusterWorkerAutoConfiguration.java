// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.autoconfigure;

import dev.bootcluster.Cluster;
import dev.bootcluster.bootstrap.ClusterProperties;
import dev.bootcluster.worker.AdditionalConnectors;
import dev.bootcluster.worker.BehindBalancer;
import dev.bootcluster.worker.HandoffProtocol;
import dev.bootcluster.worker.RequestProgress;
import dev.bootcluster.worker.ServingSettings;
import dev.bootcluster.worker.StickySessions;
import dev.bootcluster.worker.TemporaryWork;
import dev.bootcluster.worker.Worker;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Configures a worker whose Tomcat serves the connections that the primary hands over.
 */
@AutoConfiguration
@ConditionalOnBean(Worker.class)
@ConditionalOnClass(TomcatServletWebServerFactory.class)
@EnableConfigurationProperties(ClusterProperties.class)
public final class ClusterWorkerAutoConfiguration {

	/**
	 * Applications have beans called {@code cluster} themselves.
	 */
	@Bean("bootCluster")
	@ConditionalOnMissingBean
	Cluster cluster(Worker worker) {
		return worker.cluster();
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> clusterHandoffCustomizer(Worker worker,
			ClusterProperties properties) {
		return (factory) -> {
			factory.setProtocol(HandoffProtocol.class.getName());
			if (properties.proxyProtocol()) {
				factory.addEngineValves(new BehindBalancer());
				factory.addProtocolHandlerCustomizers((HandoffProtocol protocol) -> protocol.expectProxyProtocol());
			}
			RequestProgress progress = new RequestProgress();
			factory.addEngineValves(progress);
			factory.addContextLifecycleListeners(new TemporaryWork());
			factory.addContextCustomizers(new AdditionalConnectors(worker)::of);
			if (properties.balancing().isSticky()) {
				StickySessions sessions = new StickySessions(worker.launch());
				factory.addContextCustomizers(sessions::of);
				worker.stick(sessions);
			}
			ServingSettings settings = new ServingSettings(properties.drain().migrate(),
					properties.worker().maxInFlight());
			factory.addProtocolHandlerCustomizers(
					(HandoffProtocol protocol) -> worker.serve(protocol, progress, settings));
		};
	}

}
