// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bootcluster.ClusterRole;
import dev.bootcluster.process.JvmOption;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Decides the role of a starting application and runs it in that role. Runs right after
 * Boot's own listener, when configuration files and logging are ready.
 */
class ClusterRunListener implements SpringApplicationRunListener, Ordered {

	private static final Log logger = LogFactory.getLog(ClusterRunListener.class);

	/**
	 * A JVM takes a role only once: a second application in it runs on its own.
	 */
	private static final AtomicBoolean decided = new AtomicBoolean();

	private final SpringApplication application;

	private final String[] arguments;

	private LoggingShutdown logging = LoggingShutdown.AS_USUAL;

	private @Nullable RunAs runAs;

	ClusterRunListener(SpringApplication application, String[] arguments) {
		this.application = application;
		this.arguments = arguments;
		ProcessFiles.leaveToPrimary(application);
	}

	@Override
	public int getOrder() {
		return 1;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		this.logging = LoggingShutdown.deferred(environment);
		RoleDecision decision = RoleDecision.of(this.application, environment, JvmOption.current());
		Path plan = Plan.directory();
		if (plan != null) {
			if (Plan.write(plan, decision, environment, ConfigurationSources.of(bootstrapContext))) {
				System.exit(0);
			}
			return;
		}
		String obstacle = decision.obstacle();
		if (decision.role() != ClusterRole.STANDALONE && decided.compareAndSet(false, true)) {
			obstacle = take(decision.role(), environment, ConfigurationSources.of(bootstrapContext));
		}
		registerLoggingShutdown();
		if (obstacle != null) {
			logger.warn("Running standalone although cluster.workers is set: " + obstacle);
		}
		if (decision.role() == ClusterRole.STANDALONE || obstacle != null) {
			UnknownProperties.warn(environment, false);
		}
	}

	private void registerLoggingShutdown() {
		this.logging.register();
		this.logging = LoggingShutdown.AS_USUAL;
	}

	/**
	 * Take a role.
	 * @return why the application runs standalone instead, {@code null} if it does not
	 */
	private @Nullable String take(ClusterRole role, ConfigurableEnvironment environment, ConfigurationSources sources) {
		try {
			this.runAs = (role == ClusterRole.PRIMARY)
					? new RunAsPrimary(this.application, this.arguments, environment, sources)
					: new RunAsWorker(environment);
			return null;
		}
		catch (NoPrimaryException ex) {
			return ex.getMessage();
		}
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		if (this.runAs != null) {
			this.runAs.contextPrepared(context);
		}
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		if (this.runAs != null) {
			this.runAs.contextLoaded(context);
		}
	}

	@Override
	public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (this.runAs != null) {
			this.runAs.ready(context);
		}
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		registerLoggingShutdown();
		if (this.runAs != null) {
			this.runAs.failed();
		}
	}

}
