// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.bootcluster.SharedStateServer;
import dev.bootcluster.process.StandardStreams;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.aot.AotApplicationContextInitializer;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Runs the primary in place of the application: the same {@code SpringApplication},
 * without its beans, initializers, listeners and runners. Here, {@code run()} does not
 * return.
 */
class RunAsPrimary implements RunAs {

	private final PrimaryRunner runner;

	private final @Nullable ManagementPort management;

	private final @Nullable DashboardAddress dashboard;

	private final ProcessFiles files;

	private final Set<String> own = new HashSet<>();

	RunAsPrimary(SpringApplication application, String[] arguments, ConfigurableEnvironment environment,
			ConfigurationSources sources) {
		PrimaryConfiguration configuration = PrimaryConfiguration.read(environment, arguments);
		PinnedStart start = PinnedStart.of(configuration.directory(), configuration.properties().store(),
				configuration.application());
		StandardStreams.makeStallProof();
		SpringApplication.getShutdownHandlers().add(StandardStreams::finish);
		UnknownProperties.warn(environment, true);
		this.runner = new PrimaryRunner(configuration, start, sources,
				ExecutablePlaces.large(start.directory(), environment), StartupChange.oneFirst(environment));
		this.management = ManagementPort.of(environment);
		this.dashboard = DashboardAddress.of(environment, this.management);
		this.files = ProcessFiles.of(application);
		replaceContext(environment);
		stripApplication(application);
	}

	/**
	 * Sets properties, because Boot binds {@code spring.main.*} later.
	 */
	private void replaceContext(ConfigurableEnvironment environment) {
		WebApplicationType type = (this.management != null) ? WebApplicationType.SERVLET : WebApplicationType.NONE;
		Map<String, Object> properties = new HashMap<>(
				Map.of("spring.main.web-application-type", type.name(), "spring.main.sources", "",
						"spring.main.register-shutdown-hook", "true", "spring.main.log-startup-info", "false"));
		if (this.management != null) {
			properties.putAll(this.management.primaryProperties(environment));
		}
		environment.getPropertySources().addFirst(new MapPropertySource("clusterPrimary", properties));
	}

	private static void stripApplication(SpringApplication application) {
		List<ApplicationContextInitializer<?>> initializers = application.getInitializers()
			.stream()
			.filter(RunAsPrimary::isBoots)
			.toList();
		List<ApplicationListener<?>> listeners = application.getListeners()
			.stream()
			.filter((listener) -> ProcessFiles.isPidFile(listener)
					|| (isBoots(listener) && !(listener instanceof WebServerPortFileWriter)))
			.toList();
		application.setInitializers(initializers);
		application.setListeners(listeners);
		application.setApplicationContextFactory(ApplicationContextFactory.DEFAULT);
		if (AotDetector.useGeneratedArtifacts()) {
			// Without an initializer Boot would add the application's, which loads its
			// beans.
			AotApplicationContextInitializer<GenericApplicationContext> none = (context) -> {
			};
			application.addInitializers(none);
		}
	}

	@Override
	public void failed() {
		this.runner.stop();
	}

	private static boolean isBoots(Object object) {
		return object.getClass().getName().startsWith("org.springframework.boot.");
	}

	/**
	 * Without a web server the context has no beans to configure, and needs none of what
	 * does that.
	 */
	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		if (this.management != null) {
			this.own.addAll(Arrays.asList(context.getBeanFactory().getBeanDefinitionNames()));
		}
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		for (String name : registry.getBeanDefinitionNames()) {
			if (!this.own.contains(name)) {
				registry.removeBeanDefinition(name);
			}
		}
		context.addApplicationListener(new StopOnClose(this.runner));
		context.getBeanFactory().registerSingleton("bootCluster", this.runner.open(this.dashboard));
		context.getBeanFactory().registerSingleton("clusterAccessToken", this.runner.token());
		context.getBeanFactory().registerSingleton("clusterRelayPost", this.runner.relayPost());
		context.getBeanFactory().registerSingleton("clusterHistory", this.runner.history());
		this.files.portOpened(this.runner.port());
		SharedStateServer server = this.runner.server();
		if (server != null) {
			// The runner closes it after the last worker has exited.
			context.getBeanFactory().registerSingleton("clusterSharedStateServer", server);
		}
		if (this.management != null) {
			SpringFactoriesLoader.forDefaultResourceLocation()
				.load(PrimarySource.class)
				.forEach((source) -> new AnnotatedBeanDefinitionReader(registry).register(source.configuration()));
		}
	}

	@Override
	public void ready(ConfigurableApplicationContext context) {
		this.runner.run();
	}

	/**
	 * Boot's shutdown hook closes the context before it stops logging, so that the drain
	 * is still logged.
	 */
	private record StopOnClose(PrimaryRunner runner) implements ApplicationListener<ContextClosedEvent> {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			this.runner.stop();
		}

	}

}
