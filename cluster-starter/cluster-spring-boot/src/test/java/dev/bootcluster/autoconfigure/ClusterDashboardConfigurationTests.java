// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.autoconfigure;

import java.util.Optional;

import dev.bootcluster.Cluster;
import dev.bootcluster.access.ClusterAccess;
import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.dashboard.DashboardFilter;
import dev.bootcluster.dashboard.DashboardStreams;
import dev.bootcluster.dashboard.FakeHistory;
import dev.bootcluster.ipc.History;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterDashboardConfiguration}.
 */
class ClusterDashboardConfigurationTests {

	private static final String UNKNOWN = "/cluster/dashboard/unknown.js";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				HttpMessageConvertersAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class, EndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class, ManagementContextAutoConfiguration.class,
				ServletManagementContextAutoConfiguration.class, ClusterActuatorAutoConfiguration.class))
		.withBean(Cluster.class, FakeCluster::new)
		.withBean(ClusterAccess.class, () -> Optional::empty)
		.withPropertyValues("management.endpoints.web.exposure.include=cluster");

	@Test
	void dashboardIsUnderThePathOfTheEndpointAndInTheListOfLinks() {
		this.runner.withBean(History.class, FakeHistory::new).run((context) -> {
			MockHttpServletResponse links = get(context, "/actuator");
			assertThat(links.getContentAsString()).contains(
					"\"cluster-dashboard\":{\"href\":\"http://localhost/actuator/cluster/dashboard\",\"templated\":false}")
				.contains("\"self\":", "\"cluster\":", "\"cluster-part\":");
			assertThat(links.getContentType()).startsWith("application/vnd.spring-boot.actuator");
			assertThat(get(context, "/actuator" + UNKNOWN).getContentAsString())
				.contains("The dashboard has no such file");
			assertThat(context.getBean("clusterDashboardFilter", FilterRegistrationBean.class).getOrder())
				.isEqualTo(Ordered.LOWEST_PRECEDENCE);
		});
	}

	@Test
	void pathsAreTheOperators() {
		this.runner.withBean(History.class, FakeHistory::new)
			.withPropertyValues("management.endpoints.web.base-path=/ops",
					"management.endpoints.web.path-mapping.cluster=fleet")
			.run((context) -> {
				assertThat(get(context, "/ops/fleet/dashboard/unknown.js").getContentAsString())
					.contains("The dashboard has no such file");
				assertThat(get(context, "/ops").getContentAsString())
					.contains("\"href\":\"http://localhost/ops/fleet/dashboard\"");
			});
	}

	@Test
	void endpointThatIsNotExposedHasNoDashboard() {
		this.runner.withBean(History.class, FakeHistory::new)
			.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> {
				assertThat(get(context, "/actuator" + UNKNOWN).getContentAsString()).doesNotContain("dashboard");
				assertThat(get(context, "/actuator").getContentAsString()).doesNotContain("dashboard");
			});
	}

	@Test
	void applicationThatIsNoClusterHasNone() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(DashboardStreams.class));
	}

	private static MockHttpServletResponse get(WebApplicationContext context, String path) throws Exception {
		DashboardFilter filter = (DashboardFilter) context
			.getBean("clusterDashboardFilter", FilterRegistrationBean.class)
			.getFilter();
		return MockMvcBuilders.webAppContextSetup(context)
			.addFilters(filter)
			.build()
			.perform(MockMvcRequestBuilders.get(path))
			.andReturn()
			.getResponse();
	}

}
