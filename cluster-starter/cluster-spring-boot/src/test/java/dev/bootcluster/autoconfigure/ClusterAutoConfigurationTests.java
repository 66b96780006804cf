// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.autoconfigure;

import java.nio.file.Path;

import dev.bootcluster.Cluster;
import dev.bootcluster.actuate.ClusterEndpoint;
import dev.bootcluster.actuate.ClusterHealthIndicator;
import dev.bootcluster.actuate.ClusterShutdownEndpoint;
import dev.bootcluster.bootstrap.ClusterProperties;
import dev.bootcluster.bootstrap.ReadinessCheck;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.primary.launch.WorkerCount;
import dev.bootcluster.worker.BehindBalancer;
import dev.bootcluster.worker.HandoffProtocol;
import dev.bootcluster.worker.TestLaunch;
import dev.bootcluster.worker.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations of a worker, its readiness and the actuator.
 */
class ClusterAutoConfigurationTests {

	@TempDir
	Path directory;

	private final Ipc primary = new Ipc("test-primary");

	private Worker worker;

	private final WebApplicationContextRunner standalone = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterWorkerAutoConfiguration.class,
				ClusterReadinessAutoConfiguration.class, ClusterActuatorAutoConfiguration.class,
				EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				ApplicationAvailabilityAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class));

	private WebApplicationContextRunner clustered;

	@BeforeEach
	void join() throws Exception {
		this.primary.listen(this.directory, (channel, message) -> {
		}, (channel) -> {
		});
		this.worker = Worker.join(TestLaunch.in(this.directory), (orphaned) -> {
		});
		this.clustered = this.standalone.withBean(Worker.class, () -> this.worker)
			.withPropertyValues("management.endpoints.web.exposure.include=cluster,health",
					"management.endpoint.health.probes.enabled=true");
	}

	@AfterEach
	void leave() {
		this.primary.close();
	}

	@Test
	void standaloneApplicationHasNothingOfACluster() {
		this.standalone.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).doesNotHaveBean(Cluster.class)
				.doesNotHaveBean(ClusterProperties.class)
				.doesNotHaveBean(ClusterEndpoint.class)
				.doesNotHaveBean(ClusterHealthIndicator.class)
				.doesNotHaveBean(ReadinessCheck.class)
				.doesNotHaveBean("clusterHandoffCustomizer"));
	}

	@Test
	void workerHasTheClusterItsEndpointAndItsHealth() {
		this.clustered.withPropertyValues("cluster.workers=3")
			.run((context) -> assertThat(context).hasSingleBean(Cluster.class)
				.hasSingleBean(ClusterEndpoint.class)
				.hasBean("clusterHealthIndicator")
				.getBean(ClusterProperties.class)
				.returns(WorkerCount.of("3"), ClusterProperties::workers));
	}

	@Test
	void endpointAndHealthCanBeTurnedOff() {
		this.clustered
			.withPropertyValues("management.endpoint.cluster.access=NONE", "management.health.cluster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class)
				.doesNotHaveBean("clusterHealthIndicator"));
	}

	@Test
	void endpointThatIsNotExposedIsNotThere() {
		this.clustered.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class));
	}

	/**
	 * Half a second after the endpoint's method was called the cluster ends. Spring calls
	 * a method of that name when a context closes, unless told otherwise.
	 */
	@Test
	void workerThatEndsDoesNotShutTheClusterDown() {
		this.clustered
			.withPropertyValues("management.endpoint.shutdown.access=UNRESTRICTED",
					"management.endpoints.web.exposure.include=shutdown")
			.run((context) -> assertThat(
					context.getSourceApplicationContext().getBeanFactory().getMergedBeanDefinition("shutdownEndpoint"))
				.returns(ClusterShutdownEndpoint.class, (bean) -> bean.getResolvableType().resolve())
				.returns("", BeanDefinition::getDestroyMethodName));
	}

	@Test
	void applicationsOwnBeansWin() {
		Cluster cluster = this.worker.cluster();
		this.clustered.withBean(Cluster.class, () -> cluster)
			.withBean(ReadinessCheck.class, () -> () -> false)
			.run((context) -> {
				assertThat(context).getBean(Cluster.class).isSameAs(cluster);
				assertThat(context).hasSingleBean(ReadinessCheck.class);
			});
	}

	@Test
	void tomcatTakesItsConnectionsFromThePrimary() {
		this.clustered.run((context) -> {
			TomcatServletWebServerFactory factory = customized(context);
			assertThat(factory).extracting("protocol").isEqualTo(HandoffProtocol.class.getName());
			assertThat(factory.getEngineValves()).doesNotHaveAnyElementsOfTypes(BehindBalancer.class);
		});
	}

	@Test
	void requestsBehindABalancerAreMarked() {
		this.clustered.withPropertyValues("cluster.proxy-protocol=true")
			.run((context) -> assertThat(customized(context).getEngineValves())
				.hasAtLeastOneElementOfType(BehindBalancer.class));
	}

	@SuppressWarnings("unchecked")
	private static TomcatServletWebServerFactory customized(ApplicationContext context) {
		TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
		((WebServerFactoryCustomizer<TomcatServletWebServerFactory>) context.getBean("clusterHandoffCustomizer"))
			.customize(factory);
		return factory;
	}

	@Test
	void workerIsReadyWhenTheReadinessGroupIsUp() {
		this.clustered.run((context) -> {
			ReadinessCheck check = context.getBean(ReadinessCheck.class);
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			assertThat(check.isReady()).isFalse();
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(check.isReady()).isTrue();
		});
	}

	@Test
	void workerWithoutAReadinessGroupIsReadyWhenItHasStarted() {
		this.clustered.withPropertyValues("management.endpoint.health.probes.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(HealthEndpoint.class);
			assertThat(context.getBean(ReadinessCheck.class).isReady()).isTrue();
		});
	}

}
