// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import dev.bootcluster.Cluster;
import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.relay.RelayPost;
import dev.bootcluster.worker.TestLaunch;
import dev.bootcluster.worker.Worker;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsEndpointAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations of metrics.
 */
class ClusterMetricsAutoConfigurationTests {

	@TempDir
	private Path directory;

	private final Ipc primary = new Ipc("test-primary");

	private final WebApplicationContextRunner standalone = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterPrometheusAutoConfiguration.class,
				ClusterMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				PrometheusMetricsExportAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, MetricsEndpointAutoConfiguration.class,
				EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	private WebApplicationContextRunner clustered;

	private @Nullable Worker worker;

	@BeforeEach
	void join() throws Exception {
		this.primary.listen(this.directory, (channel, message) -> {
		}, (channel) -> {
		});
		Worker worker = Worker.join(TestLaunch.in(this.directory), (orphaned) -> {
		});
		this.worker = worker;
		this.clustered = clustered(this.standalone);
	}

	private WebApplicationContextRunner clustered(WebApplicationContextRunner runner) {
		return runner.withBean(Worker.class, () -> Objects.requireNonNull(this.worker))
			.withBean(RelayPost.class, () -> new RelayPost(this.directory, 1))
			.withBean(Cluster.class, FakeCluster::new);
	}

	@AfterEach
	void leave() {
		this.primary.close();
	}

	@Test
	void standaloneApplicationHasBootsEndpoints() {
		this.standalone.run((context) -> assertThat(context).hasSingleBean(PrometheusScrapeEndpoint.class)
			.hasSingleBean(MetricsEndpoint.class)
			.doesNotHaveBean(ClusterMetricsEndpoint.class)
			.doesNotHaveBean(ClusterMeters.class)
			.doesNotHaveBean(RelayedObservations.class));
	}

	@Test
	void endpointsOfAWorkerTellOfAll() {
		this.clustered.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(MetricsEndpoint.class)
				.getBean(PrometheusRegistry.class)
				.isInstanceOf(CountingRegistry.class);
			byte[] scrape = context.getBean(PrometheusScrapeEndpoint.class)
				.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null)
				.getBody();
			assertThat(new String(scrape, StandardCharsets.UTF_8)).contains("cluster_workers{state=\"ready\"} 1.0\n",
					"# TYPE cluster_worker_exits_total counter");
			assertThat(context.getBean(MetricsEndpoint.class)).isInstanceOf(ClusterMetricsEndpoint.class);
			assertThat(context.getBean(MetricsEndpoint.class).listNames().getNames()).contains("cluster.workers");
		});
	}

	@Test
	void metersAreToldApartWhateverTheirNames() {
		MeterFilter filter = new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				return id.withName("app." + id.getName());
			}

		};
		this.clustered.withBean(MeterFilter.class, () -> filter)
			.withBean(MeterBinder.class, () -> (registry) -> registry.counter("cluster.workers.mine").increment())
			.run((context) -> assertThat(new String(context.getBean(PrometheusScrapeEndpoint.class)
				.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null)
				.getBody(), StandardCharsets.UTF_8)).contains("app_cluster_workers{state=\"ready\"} 1.0\n",
						"app_cluster_workers_mine_total{worker=\"1\"} 1.0\n"));
	}

	@Test
	void labelCanBeChosen() {
		this.clustered.withPropertyValues("cluster.metrics.worker-label=slot")
			.withBean(MeterBinder.class, () -> (registry) -> registry.counter("mine").increment())
			.run((context) -> assertThat(new String(context.getBean(PrometheusScrapeEndpoint.class)
				.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null)
				.getBody(), StandardCharsets.UTF_8)).contains("mine_total{slot=\"1\"} 1.0\n"));
	}

	@Test
	void countsAreKeptWhenTheApplicationEnds() {
		this.clustered.run((context) -> assertThat(this.directory.resolve("metrics")).doesNotExist());
		assertThat(this.directory.resolve("metrics")).isNotEmptyDirectory();
	}

	@Test
	void endpointsThatAreNotExposedAreNotThere() {
		this.clustered.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ClusterView.class)
				.doesNotHaveBean(PrometheusScrapeEndpoint.class)
				.hasSingleBean(ClusterMeters.class));
	}

	@Test
	void prometheusCanBeTurnedOff() {
		this.clustered.withPropertyValues("management.prometheus.metrics.export.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(PrometheusScrapeEndpoint.class)
				.hasSingleBean(ClusterMetricsEndpoint.class));
	}

	@Test
	void excludedPrometheusIsNotThere() {
		clustered(new WebApplicationContextRunner().withUserConfiguration(WithoutPrometheus.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(PrometheusScrapeEndpoint.class)
				.hasSingleBean(ClusterMetricsEndpoint.class));
	}

	@Test
	void thereCanBeTwoRegistriesForPrometheus() {
		PrometheusRegistry shown = new PrometheusRegistry();
		this.clustered.withBean(PrometheusRegistry.class, () -> shown)
			.withBean("one", PrometheusMeterRegistry.class,
					() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, shown, Clock.SYSTEM))
			.withBean("other", PrometheusMeterRegistry.class,
					() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
			.withBean(MeterBinder.class, () -> (registry) -> registry.counter("mine").increment())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(new String(context.getBean(PrometheusScrapeEndpoint.class)
					.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null)
					.getBody(), StandardCharsets.UTF_8)).contains("mine_total{worker=\"1\"} 1.0\n");
			});
	}

	@Test
	void requestsAreCountedByWhetherTheyWereFast() {
		assertThat(requests(this.clustered)).contains("le=\"0.1\"} 0", "le=\"0.15\"} 1");
		assertThat(requests(this.standalone)).doesNotContain("le=");
		assertThat(requests(this.clustered.withPropertyValues("cluster.defaults.enabled=false")))
			.isEqualTo(requests(this.standalone));
	}

	@ParameterizedTest
	@ValueSource(strings = { "slo.http.server.requests=7ms", "slo.http.server.requests[0]=7ms", "slo.http=7ms",
			"percentiles.http.server.requests[0]=0.5", "percentiles.http=0.5,0.9", "percentiles.all=0.5",
			"percentiles-histogram.http.server=true", "percentiles-histogram[http.server.requests]=false" })
	void distributionThatTheApplicationChoseStays(String setting) {
		String property = "management.metrics.distribution." + setting;
		assertThat(requests(this.clustered.withPropertyValues(property)))
			.isEqualTo(requests(this.standalone.withPropertyValues(property)));
	}

	@Test
	void distributionThatTheApplicationChoseInCodeStays() {
		MeterFilter filter = new MeterFilter() {

			@Override
			public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
				return DistributionStatisticConfig.builder().percentiles(0.5).build().merge(config);
			}

		};
		assertThat(requests(this.clustered.withBean(MeterFilter.class, () -> filter)))
			.isEqualTo(requests(this.standalone.withBean(MeterFilter.class, () -> filter)))
			.contains("quantile=\"0.5\"");
	}

	private static String requests(WebApplicationContextRunner runner) {
		AtomicReference<String> requests = new AtomicReference<>();
		runner.run((context) -> {
			context.getBean(MeterRegistry.class).timer("http.server.requests").record(Duration.ofMillis(120));
			requests.set(new String(context.getBean(PrometheusScrapeEndpoint.class)
				.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, Set.of("http_server_requests_seconds"))
				.getBody(), StandardCharsets.UTF_8).replaceAll("\\{worker=\"1\"}|worker=\"1\",", ""));
		});
		return requests.get();
	}

	@Test
	void applicationsOwnEndpointsWin() {
		PrometheusScrapeEndpoint prometheus = new PrometheusScrapeEndpoint(new PrometheusRegistry(), null);
		this.clustered.withBean(PrometheusScrapeEndpoint.class, () -> prometheus)
			.withBean(MetricsEndpoint.class, () -> new MetricsEndpoint(MicrometerSource.registryOf(List.of())))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ClusterView.class)
				.doesNotHaveBean(ClusterMetricsEndpoint.class)
				.getBean(PrometheusScrapeEndpoint.class)
				.isSameAs(prometheus));
	}

	/**
	 * An application that has excluded Boot's auto-configuration.
	 */
	@ImportAutoConfiguration(classes = { ClusterPrometheusAutoConfiguration.class,
			ClusterMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
			PrometheusMetricsExportAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, MetricsEndpointAutoConfiguration.class,
			EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class },
			exclude = PrometheusMetricsExportAutoConfiguration.class)
	static class WithoutPrometheus {

	}

}
