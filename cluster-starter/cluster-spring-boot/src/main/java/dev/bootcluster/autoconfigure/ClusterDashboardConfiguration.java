// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.autoconfigure;

import java.util.Optional;

import dev.bootcluster.Cluster;
import dev.bootcluster.access.ClusterAccess;
import dev.bootcluster.actuate.ClusterEndpoint;
import dev.bootcluster.dashboard.DashboardFilter;
import dev.bootcluster.dashboard.DashboardLink;
import dev.bootcluster.dashboard.DashboardProperties;
import dev.bootcluster.dashboard.DashboardSource;
import dev.bootcluster.dashboard.DashboardStreams;
import dev.bootcluster.ipc.History;
import dev.bootcluster.relay.RelayFilter;
import dev.bootcluster.worker.RequestProgress;
import dev.bootcluster.worker.Worker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Configures the dashboard wherever Actuator is served.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnBean(History.class)
@ConditionalOnClass(TomcatServletWebServerFactory.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@EnableConfigurationProperties(DashboardProperties.class)
final class ClusterDashboardConfiguration {

	private static final EndpointId CLUSTER = EndpointId.of("cluster");

	@Bean
	DashboardStreams clusterDashboardStreams(Cluster cluster, ObjectProvider<ClusterEndpoint> endpoint, History history,
			DashboardProperties properties, ObjectProvider<Worker> worker) {
		DashboardStreams streams = new DashboardStreams(
				new DashboardSource(cluster, () -> endpoint.getObject().description(), history, properties.logs()));
		worker.ifAvailable((self) -> self.onDrain(streams::close));
		return streams;
	}

	/**
	 * After all filters of the application, above all Spring Security's.
	 */
	@Bean
	FilterRegistrationBean<DashboardFilter> clusterDashboardFilter(DashboardStreams streams, ClusterAccess access,
			WebEndpointProperties endpoints, ObjectProvider<PathMappedEndpoints> exposed, Environment environment) {
		String base = ClusterRelayConfiguration.base(endpoints, environment);
		FilterRegistrationBean<DashboardFilter> filter = new FilterRegistrationBean<>(new DashboardFilter(
				() -> path(base, exposed.getObject()), access, streams, RequestProgress.UNCOUNTED, RelayFilter.CUT));
		filter.setOrder(Ordered.LOWEST_PRECEDENCE);
		return filter;
	}

	private static Optional<String> path(String base, PathMappedEndpoints exposed) {
		return Optional.ofNullable(exposed.getRootPath(CLUSTER))
			.map((root) -> (base.equals("/") ? "" : base) + "/" + root + "/dashboard");
	}

	/**
	 * Adds the dashboard to the list of links, which is Spring MVC's.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ResponseBodyAdvice.class)
	static class Links {

		@Bean
		DashboardLink clusterDashboardLink() {
			return new DashboardLink();
		}

	}

}
