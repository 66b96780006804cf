// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import dev.bootcluster.it.launched.LaunchedApplication;
import dev.bootcluster.it.launched.PortAgent;
import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JVM options that are meant for one process do no harm in a cluster.
 */
@Tag("jdk")
class InheritedOptionsIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final String DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:";

	@TempDir
	private Path directory;

	/**
	 * Ports of a debugger, of remote management and of an agent, in each of the variables
	 * in which they are set for JVMs; logs on the console; files for other programs.
	 */
	@Test
	void whatOnlyOneProcessCanHaveIsThePrimarysAndTheConsoleIsEverybodys() throws IOException {
		int port = FreePorts.withOffsets(1, 2);
		Path agent = PortAgent.packIn(this.directory.resolve("agent.jar"));
		try (ClusterProcess cluster = ClusterProcess.builder()
			.classPath(System.getProperty("java.class.path"), LaunchedApplication.class.getName())
			.env("JAVA_TOOL_OPTIONS", DEBUGGER + port)
			.env("JDK_JAVA_OPTIONS",
					"-Dcom.sun.management.jmxremote.port=%d -Dcom.sun.management.jmxremote.ssl=false".formatted(
							port + 1) + " -Dcom.sun.management.jmxremote.authenticate=false -Xlog:gc:file=/dev/stdout")
			.env("_JAVA_OPTIONS", "-javaagent:%s=%d -XX:MaxRAMPercentage=40".formatted(agent, port + 2))
			.directory(this.directory)
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--server.tomcat.accesslog.enabled=true",
					"--server.tomcat.accesslog.directory=/dev", "--server.tomcat.accesslog.prefix=stdout",
					"--server.tomcat.accesslog.suffix=", "--server.tomcat.accesslog.file-date-format=",
					"--server.tomcat.accesslog.rotate=false", "--server.tomcat.accesslog.buffered=false",
					"--logging.file.path=log")
			.start()) {
			cluster.awaitReady(2);
			assertThat(cluster.awaitLog("runs in the workers, not in this process"))
				.contains(DEBUGGER + port, "jmxremote.port=" + (port + 1), agent + "=" + (port + 2))
				.contains("address=127.0.0.1:{slot+%d}".formatted(port));
			assertWorkersHaveNoneOf(cluster, "jdwp", "com.sun.management", "-javaagent");
			assertThat(cluster.workers()).allSatisfy((worker) -> assertThat(words(worker))
				.contains("-XX:MaxRAMPercentage=20", "-Xlog:gc:file=/dev/stdout")
				.doesNotContain("-XX:MaxRAMPercentage=40"));
			assertThat(cluster.get("/fork?n=3").status()).as("a fork").isEqualTo(200);
			cluster.awaitLog("^\\[worker-[12]] .*GET /fork\\?n=3");
			assertThat(this.directory.resolve("log")).isDirectoryContaining("glob:**/spring-worker-1.log")
				.isDirectoryContaining("glob:**/spring-worker-2.log")
				.isDirectoryContaining("glob:**/spring.log");
			assertFilesAreThePrimarys(cluster);
			long replaced = cluster.worker(2).pid();
			cluster.kill9(replaced);
			cluster.await("a successor", PATIENCE,
					() -> cluster.worker(2).isReady() && cluster.worker(2).pid() != replaced);
			assertFilesAreThePrimarys(cluster);
			assertWorkersHaveNoneOf(cluster, "jdwp", "com.sun.management", "-javaagent");
			cluster.signal("TERM");
			assertThat(cluster.awaitExit()).isZero();
			assertThat(this.directory.resolve("demo.pid")).doesNotExist();
		}
	}

	private void assertFilesAreThePrimarys(ClusterProcess cluster) {
		assertThat(this.directory.resolve("demo.pid")).hasContent(Long.toString(cluster.pid()));
		assertThat(this.directory.resolve("demo.port")).hasContent(Integer.toString(cluster.port()));
	}

	@Test
	@Tag("full")
	void workersHavePortsOfTheirOwnIfTheUserGivesThemSomeAlsoAfterAReload() throws IOException {
		int port = FreePorts.withOffsets(1, 2, 3, 4);
		Path agent = PortAgent.packIn(this.directory.resolve("agent.jar"));
		try (ClusterProcess cluster = start(ClusterProcess.builder()
			.jvmArgs("-javaagent:%s=%d".formatted(agent, port), "-Ddropped.one=1", "-Dkept.one=1")
			.args("--cluster.worker.jvm-args=!-Ddropped.* -javaagent:%s={slot+%d} -Dmy.slot={slot}".formatted(agent,
					port)))) {
			for (Worker worker : cluster.workers()) {
				assertThat(words(worker))
					.contains("-javaagent:%s=%d".formatted(agent, port + worker.slot()), "-Dkept.one=1",
							"-Dmy.slot=" + worker.slot())
					.doesNotContain("-Ddropped.one=1");
			}
			assertThat(cluster.reload().status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			for (Worker worker : cluster.workers()) {
				assertThat(words(worker)).contains("-javaagent:%s=%d".formatted(agent, port + 2 + worker.slot()));
				assertThat(FreePorts.isFree(port + 2 + worker.slot())).isFalse();
			}
		}
	}

	@Test
	@Tag("full")
	void logFileThatAllProcessesWriteIsWarnedOfOnce() throws IOException {
		Path file = this.directory.resolve("fixed.log");
		Path configuration = Files.writeString(this.directory.resolve("logback-fixed.xml"), """
				<configuration>
				  <include resource="org/springframework/boot/logging/logback/defaults.xml"/>
				  <include resource="org/springframework/boot/logging/logback/console-appender.xml"/>
				  <appender name="FIXED" class="ch.qos.logback.core.FileAppender">
				    <file>%s</file><encoder><pattern>%%m%%n</pattern></encoder>
				  </appender>
				  <root level="INFO"><appender-ref ref="CONSOLE"/><appender-ref ref="FIXED"/></root>
				</configuration>
				""".formatted(file));
		try (ClusterProcess cluster = start(ClusterProcess.builder().args("--logging.config=" + configuration))) {
			cluster.awaitLog("WARN .*cluster\\.checks\\.log-files: .*fixed.log, ");
			assertThat(cluster.log().stream().filter((line) -> line.contains("write the same log file"))).hasSize(1);
		}
	}

	@Test
	@Tag("full")
	void agentWhosePortIsTakenIsNamedByTheFailure() throws IOException {
		Path agent = PortAgent.packIn(this.directory.resolve("agent.jar"));
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ClusterProcess cluster = ClusterProcess.builder()
					.args("--cluster.workers=2", "--cluster.shared-state=none",
							"--cluster.worker.jvm-args=-javaagent:%s=%d".formatted(agent, taken.getLocalPort()))
					.start()) {
			assertThat(cluster.awaitExit()).isEqualTo(1);
			assertThat(cluster.awaitLog("None of 2 workers could start"))
				.contains("because of a JVM option: -javaagent:%s=%d failed: java.net.BindException: ".formatted(agent,
						taken.getLocalPort()));
			cluster.awaitLog("cluster.worker.jvm-args=!-javaagent:%s\\*".formatted(agent));
		}
	}

	/**
	 * As users do it: they start, read what to do, and do it.
	 */
	@Test
	@Tag("full")
	void agentWhosePortIsInItsOwnFileIsNamedWithTheWayOut() throws IOException {
		Path agent = PortAgent.packIn(this.directory.resolve("agent.jar"));
		Path file = Files.writeString(this.directory.resolve("agent.conf"), Integer.toString(FreePorts.one()));
		String option = "-javaagent:%s=%s".formatted(agent, file);
		String remedy;
		try (ClusterProcess cluster = ClusterProcess.builder()
			.jvmArgs(option)
			.args("--cluster.workers=2", "--cluster.shared-state=none")
			.start()) {
			assertThat(cluster.awaitExit()).isEqualTo(1);
			assertThat(cluster.awaitLog("None of 2 workers could start"))
				.contains("because of a JVM option: %s failed: java.net.BindException: ".formatted(option));
			remedy = cluster.awaitLog("cluster.worker.jvm-args=!")
				.replaceAll(".*(cluster.worker.jvm-args=[^,]+),.*", "$1");
		}
		try (ClusterProcess cluster = start(ClusterProcess.builder().jvmArgs(option).args("--" + remedy))) {
			assertThat(cluster.workers())
				.allSatisfy((worker) -> assertThat(words(worker)).noneMatch((word) -> word.startsWith("-javaagent:")));
		}
	}

	/**
	 * Of the fat jar, as users train it.
	 */
	@Test
	@Tag("full")
	void archiveOfTheUsersIsReplaced() throws Exception {
		Path archive = this.directory.resolve("app.jsa");
		Process training = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:ArchiveClassesAtExit=" + archive, "-Dspring.context.exit=onRefresh", "-jar",
				Path.of("target/demo-app.jar").toAbsolutePath().toString(), "--server.port=0", "--cluster.workers=2",
				"--cluster.shared-state=none")
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("training.log").toFile())
			.start();
		assertThat(training.waitFor()).isZero();
		assertThat(archive).exists();
		try (ClusterProcess cluster = start(ClusterProcess.builder()
			.jvmArgs("-XX:SharedArchiveFile=" + archive, "-Xshare:on")
			.args("--cluster.worker.class-archive=auto", "--cluster.store=" + this.directory.resolve("store")))) {
			cluster.awaitLog("Workers run without -XX:SharedArchiveFile=.*app.jsa -Xshare:on: ");
			assertWorkersHaveNoneOf(cluster, "app.jsa", "-Xshare:on");
			cluster.await("an archive", PATIENCE,
					() -> cluster.log().stream().anyMatch((line) -> line.contains("their classes are archived")));
		}
	}

	/**
	 * As {@code mvn spring-boot:start} and {@code stop} do.
	 */
	@Test
	@Tag("full")
	void whoeverStartsTheApplicationToAskItOverJmxGetsAnAnswer() throws Exception {
		int port = FreePorts.one();
		String name = "org.springframework.boot:type=Admin,name=SpringApplication";
		try (ClusterProcess standalone = ClusterProcess.builder()
			.jvmArgs("-Dcom.sun.management.jmxremote", "-Dcom.sun.management.jmxremote.port=" + port,
					"-Dcom.sun.management.jmxremote.authenticate=false", "-Dcom.sun.management.jmxremote.ssl=false",
					"-Djava.rmi.server.hostname=127.0.0.1")
			.args("--spring.application.admin.enabled=true", "--spring.application.admin.jmx-name=" + name,
					"--cluster.workers=2", "--cluster.shared-state=none")
			.portPattern("Tomcat started on port (\\d+)")
			.start()) {
			standalone.awaitLog("Running standalone although cluster.workers is set: .*mvn spring-boot:start");
			standalone.awaitLog("Started DemoApplication");
			try (JMXConnector connector = JMXConnectorFactory
				.connect(new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:%d/jmxrmi".formatted(port)))) {
				MBeanServerConnection server = connector.getMBeanServerConnection();
				ObjectName application = new ObjectName(name);
				standalone.await("a ready application", PATIENCE,
						() -> Boolean.TRUE.equals(server.getAttribute(application, "Ready")));
				server.invoke(application, "shutdown", null, null);
			}
			catch (IOException ex) {
				// It may be gone before it has answered; without a request it would not
				// be.
			}
			standalone.awaitExit();
		}
	}

	private ClusterProcess start(ClusterProcessBuilder builder) {
		ClusterProcess cluster = builder.args("--cluster.workers=2", "--cluster.shared-state=none").start();
		try {
			return cluster.awaitReady(2);
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	private static void assertWorkersHaveNoneOf(ClusterProcess cluster, String... words) {
		for (Worker worker : cluster.workers()) {
			for (String word : words) {
				// The class path is that of the tests.
				assertThat(words(worker)).noneMatch((option) -> option.startsWith("-") && option.contains(word));
			}
		}
	}

	private static List<String> words(Worker worker) {
		try {
			String text = Files.readString(Path.of("/proc", Long.toString(worker.pid()), "cmdline"),
					StandardCharsets.UTF_8);
			return Arrays.asList(text.split("\0"));
		}
		catch (IOException ex) {
			throw new AssertionError(worker + " is gone", ex);
		}
	}

}
