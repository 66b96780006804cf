// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.autoconfigure;

import dev.bootcluster.Cluster;
import dev.bootcluster.access.ClusterAccess;
import dev.bootcluster.relay.RelayFilter;
import dev.bootcluster.relay.RelayPaths;
import dev.bootcluster.relay.RelayPost;
import dev.bootcluster.relay.RelayProperties;
import dev.bootcluster.worker.CutValve;
import dev.bootcluster.worker.RelayListener;
import dev.bootcluster.worker.RelayProtocol;
import dev.bootcluster.worker.TemporaryWork;
import dev.bootcluster.worker.Worker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Configures, wherever Actuator is served, the relay to the workers it is asked about,
 * and in a worker the socket for what others relay.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnBean(RelayPost.class)
@ConditionalOnClass(TomcatServletWebServerFactory.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@EnableConfigurationProperties(RelayProperties.class)
final class ClusterRelayConfiguration {

	/**
	 * After all filters of the application, above all Spring Security's.
	 */
	@Bean
	FilterRegistrationBean<RelayFilter> clusterRelayFilter(RelayPost post, WebEndpointProperties endpoints,
			ObjectProvider<PathMappedEndpoints> exposed, RelayProperties properties, Cluster cluster,
			ClusterAccess access, Environment environment) {
		RelayPaths paths = new RelayPaths(base(endpoints, environment), endpoints.getPathMapping());
		FilterRegistrationBean<RelayFilter> filter = new FilterRegistrationBean<>(
				new RelayFilter(post, paths, exposed::getObject, properties, cluster, access));
		filter.setOrder(Ordered.LOWEST_PRECEDENCE);
		return filter;
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> clusterRelayCustomizer(ObjectProvider<Worker> worker,
			WebEndpointProperties endpoints, Environment environment) {
		return (factory) -> {
			factory.addEngineValves(new CutValve(endpoints.getBasePath(), RelayFilter.CUT));
			worker.ifAvailable((self) -> listen(factory, self, environment));
		};
	}

	private static void listen(TomcatServletWebServerFactory factory, Worker worker, Environment environment) {
		if (isApart(environment)) {
			// The primary has the port, and what clients need to be told there.
			factory.setSsl(null);
			factory.setProtocol(RelayProtocol.class.getName());
			factory.addProtocolHandlerCustomizers((RelayProtocol protocol) -> protocol.listenFor(worker));
			factory.addContextLifecycleListeners(new TemporaryWork());
		}
		else {
			factory.addConnectorCustomizers((connector) -> RelayListener.beside(worker, connector));
		}
	}

	/**
	 * Whether management has a web server of its own.
	 */
	private static boolean isApart(Environment environment) {
		return ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
	}

	/**
	 * The path of Actuator without the context path.
	 */
	static String base(WebEndpointProperties endpoints, Environment environment) {
		String servlet = isApart(environment) ? "/" : environment.getProperty("spring.mvc.servlet.path", "/");
		return (servlet.equals("/") ? "" : servlet) + endpoints.getBasePath();
	}

}
