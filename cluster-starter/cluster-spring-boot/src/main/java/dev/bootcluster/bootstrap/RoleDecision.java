// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.bootcluster.ClusterRole;
import dev.bootcluster.ipc.WorkerLaunch;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The role of a starting application.
 *
 * @param role the role
 * @param obstacle why an application configured as a cluster does not become one,
 * {@code null} if that needs no explanation
 */
record RoleDecision(ClusterRole role, @Nullable String obstacle) {

	private static final String TOMCAT = "org.apache.catalina.startup.Tomcat";

	/**
	 * Boot takes Jetty if it has both.
	 */
	private static final String JETTY = "org.springframework.boot.jetty.servlet.JettyServletWebServerFactory";

	private static final RoleDecision STANDALONE = new RoleDecision(ClusterRole.STANDALONE, null);

	/**
	 * Callers of {@code run} that do not start the application for real.
	 */
	private static final Set<String> NOT_A_START = Set.of("org.junit.", "org.testng.", "cucumber.", "io.cucumber.",
			"org.springframework.boot.test.", "org.springframework.test.",
			"org.springframework.boot.SpringApplicationAotProcessor",
			"org.springframework.boot.web.server.servlet.context.SpringBootServletInitializer",
			"org.springframework.boot.web.servlet.support.SpringBootServletInitializer");

	private static final List<String> TRAINING_OPTIONS = List.of("-XX:AOTCacheOutput", "-XX:ArchiveClassesAtExit",
			"-XX:AOTMode=record", "-XX:AOTMode=create");

	/**
	 * What the goals {@code start} and {@code stop} of Spring Boot's Maven plugin use,
	 * over the process's own JMX port.
	 */
	private static final String ADMIN = "spring.application.admin.enabled";

	private static final String JMX_PORT = "-Dcom.sun.management.jmxremote.port=";

	static RoleDecision of(SpringApplication application, Environment environment, List<String> jvmArgs) {
		WebApplicationType type = type(application, environment);
		if (type == WebApplicationType.NONE || isNoStart() || NativeDetector.inNativeImage()) {
			return STANDALONE;
		}
		if (WorkerLaunch.isWorker()) {
			return (type == WebApplicationType.SERVLET) ? new RoleDecision(ClusterRole.WORKER, null) : STANDALONE;
		}
		if (isTraining(environment, jvmArgs)) {
			return STANDALONE;
		}
		if (!environment.getProperty("cluster.enabled", Boolean.class, true)
				|| environment.getProperty("cluster.workers") == null) {
			return STANDALONE;
		}
		String obstacle = findObstacle(type, environment, jvmArgs);
		return (obstacle != null) ? new RoleDecision(ClusterRole.STANDALONE, obstacle)
				: new RoleDecision(ClusterRole.PRIMARY, null);
	}

	private static WebApplicationType type(SpringApplication application, Environment environment) {
		if (environment.getProperty("server.port", Integer.class, 8080) < 0) {
			return WebApplicationType.NONE;
		}
		WebApplicationType type = environment.getProperty("spring.main.web-application-type", WebApplicationType.class);
		return Objects.requireNonNullElse((type != null) ? type : application.getWebApplicationType(),
				WebApplicationType.NONE);
	}

	private static boolean isNoStart() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName)
				.anyMatch((name) -> NOT_A_START.stream().anyMatch(name::startsWith)));
	}

	private static boolean isTraining(Environment environment, List<String> jvmArgs) {
		return Boolean.getBoolean("spring.aot.processing") || environment.containsProperty("spring.context.exit")
				|| jvmArgs.stream().anyMatch((argument) -> TRAINING_OPTIONS.stream().anyMatch(argument::startsWith));
	}

	private static @Nullable String findObstacle(WebApplicationType type, Environment environment,
			List<String> jvmArgs) {
		if (type != WebApplicationType.SERVLET) {
			return "it is a reactive application, and only servlet applications on Tomcat can take handed-over connections";
		}
		if (environment.getProperty(ADMIN, Boolean.class, false)
				&& jvmArgs.stream().anyMatch((argument) -> argument.startsWith(JMX_PORT))) {
			return "whoever asks this process over JMX whether the application is ready (%s=true), such as "
				.formatted(ADMIN) + "'mvn spring-boot:start', would ask in vain: the application would be in others";
		}
		if (!ClassUtils.isPresent(TOMCAT, null) || ClassUtils.isPresent(JETTY, null)) {
			return "its web server is not Tomcat, and only Tomcat can take handed-over connections";
		}
		if (System.getProperty("jdk.module.main") != null) {
			return "the application was started as a module, and workers can only be started from a class path";
		}
		return NativeLibraries.unavailable(environment);
	}

}
