// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * However the application is started, workers are started in the same way.
 */
@Execution(ExecutionMode.CONCURRENT)
class LaunchIT {

	private static final String[] ARGUMENTS = { "--cluster.workers=2", "--cluster.shared-state=none", "--server.port=0",
			"--with.spaces=hello  world", "--with.quotes=say \"hi\" or 'ho' $HOME", "--with.nothing=", "", "plain word",
			"--spring.profiles.active=chaos", "--cluster.worker.jvm-args=-Dextra='x y' -Dmore=1",
			"--cluster.worker.env.MY_VAR=a value" };

	private static final Path JAR = Path.of("target/demo-app.jar").toAbsolutePath();

	@TempDir
	private Path temporary;

	/**
	 * With an agent, which the JVM adds to the class path. What the primary needed to
	 * find out that it is one is gone.
	 */
	@Test
	@Tag("jdk")
	void fatJarOnAllAddresses() throws IOException {
		String agent = "-javaagent:" + Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> entry.contains("byte-buddy-agent"))
			.findFirst()
			.orElseThrow();
		try (ClusterProcess cluster = start(ClusterProcess.builder().jvmArgs(agent))) {
			assertWorkersHaveWhatThePrimaryHas(cluster, "-jar", JAR.toString());
			assertThat(cluster.workers()).allSatisfy((worker) -> assertThat(words(worker.pid(), "cmdline"))
				.contains("-Dboot-cluster.launch.port=" + cluster.port(), agent));
			assertThat(remoteAddress(cluster.port(), "127.0.0.1")).isEqualTo("127.0.0.1");
			assertThat(remoteAddress(cluster.port(), "::1")).isIn("0:0:0:0:0:0:0:1", "::1");
			cluster.await("the end of the first class loader", Duration.ofMinutes(1), () -> {
				Footprint.jcmd(cluster.pid(), "GC.run");
				return !Footprint.jcmd(cluster.pid(), "VM.classloaders").contains("LaunchedClassLoader");
			});
		}
	}

	/**
	 * It cannot be extracted, so all of the cluster runs from it as it is.
	 */
	@Test
	@Tag("full")
	void packedJarWithoutSpringBootsTools() throws IOException {
		Path jar = Files.copy(JAR, this.temporary.resolve("packed.jar"));
		try (FileSystem content = FileSystems.newFileSystem(jar);
				DirectoryStream<Path> tools = Files.newDirectoryStream(content.getPath("BOOT-INF/lib"),
						"spring-boot-jarmode-tools-*.jar")) {
			Files.delete(tools.iterator().next());
		}
		try (ClusterProcess cluster = start(ClusterProcess.builder().jar(jar))) {
			assertWorkersHaveWhatThePrimaryHas(cluster, "-jar", jar.toString());
		}
	}

	@Test
	@Tag("full")
	void extractedJarOnOneAddress() throws Exception {
		Path application = this.temporary.resolve("extracted");
		Process extract = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djarmode=tools", "-jar", JAR.toString(), "extract", "--destination", application.toString())
			.inheritIO()
			.start();
		assertThat(extract.waitFor()).isZero();
		Path jar = application.resolve("demo-app.jar");
		try (ClusterProcess cluster = start(
				ClusterProcess.builder().jar(jar).args("--server.address=127.0.0.1", "--logging.file.name=demo.log"))) {
			assertWorkersHaveWhatThePrimaryHas(cluster, "-jar", jar.toString());
			assertThat(remoteAddress(cluster.port(), "127.0.0.1")).isEqualTo("127.0.0.1");
			for (String other : List.of("127.0.0.2", "::1")) {
				assertThatExceptionOfType(ConnectException.class)
					.isThrownBy(() -> remoteAddress(cluster.port(), other));
			}
			for (Worker worker : cluster.workers()) {
				assertThat(this.temporary.resolve("demo-worker-%d.log".formatted(worker.slot()))).content()
					.contains("Started DemoApplication", " %d --- ".formatted(worker.pid()));
			}
			assertThat(this.temporary.resolve("demo.log")).content()
				.contains("Cluster is listening")
				.doesNotContain("Started DemoApplication");
		}
	}

	@Test
	@Tag("jdk")
	void classPath() throws IOException {
		String classPath = System.getProperty("java.class.path");
		String main = "dev.bootcluster.demo.DemoApplication";
		try (ClusterProcess cluster = start(ClusterProcess.builder().classPath(classPath, main))) {
			assertWorkersHaveWhatThePrimaryHas(cluster, "-cp", classPath, main);
		}
	}

	private ClusterProcess start(ClusterProcessBuilder builder) {
		ClusterProcess cluster = builder.jvmArgs("-Dmy.flag=with space", "-Xss600k")
			.env("JAVA_TOOL_OPTIONS", "-Dfrom.tool=1")
			.env("MY_OTHER", "inherited")
			.directory(this.temporary)
			.args(ARGUMENTS)
			.start();
		try {
			return cluster.awaitReady(2);
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	/**
	 * All but the place: workers run from what was pinned.
	 */
	private static void assertWorkersHaveWhatThePrimaryHas(ClusterProcess cluster, String... launch)
			throws IOException {
		List<String> primary = words(cluster.pid(), "cmdline");
		List<String> expected = primary.subList(primary.size() - launch.length - arguments(primary), primary.size());
		assertThat(expected).startsWith(launch).endsWith(ARGUMENTS);
		for (Worker worker : cluster.workers()) {
			List<String> words = words(worker.pid(), "cmdline");
			List<String> own = words.subList(words.size() - expected.size(), words.size());
			assertThat(own.get(0)).isEqualTo(launch[0]);
			assertThat(own.get(1)).contains("/cluster-store/").doesNotContain(launch[1]);
			assertThat(own.subList(2, own.size())).isEqualTo(expected.subList(2, expected.size()));
			assertThat(words).contains("-Dmy.flag=with space", "-Xss600k", "-Dextra=x y", "-Dmore=1")
				.containsOnlyOnce("-Dfrom.tool=1");
			assertThat(words(worker.pid(), "environ")).contains("MY_VAR=a value", "MY_OTHER=inherited")
				.noneMatch((variable) -> variable.startsWith("JAVA_TOOL_OPTIONS="));
		}
		assertThat(cluster.log().stream().filter((line) -> line.contains("1 profile is active: \"chaos\""))).hasSize(2);
	}

	private static int arguments(List<String> primary) {
		int main = Math.max(primary.indexOf("-jar"), primary.indexOf("-cp") + 1);
		return primary.size() - main - 2;
	}

	private static List<String> words(long pid, String file) throws IOException {
		String text = Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.UTF_8);
		return Arrays.asList(text.substring(0, text.length() - 1).split("\0", -1));
	}

	private static String remoteAddress(int port, String address) throws IOException {
		try (Socket socket = new Socket(InetAddress.getByName(address), port)) {
			return PlainText.remoteAddress(socket);
		}
	}

}
