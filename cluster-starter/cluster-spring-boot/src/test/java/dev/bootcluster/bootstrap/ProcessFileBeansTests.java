// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.bootcluster.worker.TestLaunch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ProcessFileBeans}.
 */
class ProcessFileBeansTests {

	private static final long PRIMARY = 4711;

	@TempDir
	private Path temp;

	@ParameterizedTest
	@MethodSource
	<T> void writerThatIsABeanWritesThePrimarysPid(Class<T> type, String[] arguments, String expectedFile)
			throws IOException {
		try (ConfigurableApplicationContext context = start(type, () -> writer(type), arguments)) {
			assertThat(context.getBean(type)).as("can be injected").isNotNull();
			assertThat(this.temp.resolve(expectedFile)).hasContent(Long.toString(PRIMARY));
		}
		assertThat(this.temp.resolve(expectedFile)).as("when the worker has ended").exists();
		ProcessFileBeans.delete(this.temp);
		assertThat(this.temp.resolve(expectedFile)).as("when the cluster has ended").doesNotExist();
	}

	static Stream<Arguments> writerThatIsABeanWritesThePrimarysPid() {
		return Stream.of(arguments(ApplicationPidFileWriter.class, new String[0], "app.pid"),
				arguments(OwnPidFile.class, new String[0], "app.pid"), arguments(ApplicationPidFileWriter.class,
						new String[] { "--spring.pid.file={temp}/other.pid" }, "other.pid"));
	}

	@SuppressWarnings("unchecked")
	private <T> T writer(Class<T> type) {
		File file = this.temp.resolve("app.pid").toFile();
		ApplicationPidFileWriter writer = (type == OwnPidFile.class) ? new OwnPidFile(file)
				: new ApplicationPidFileWriter(file);
		writer.setTriggerEventType(ApplicationReadyEvent.class);
		return (T) writer;
	}

	@Test
	void pidIsNotWrittenByOtherEvents() {
		ApplicationPidFileWriter writer = new ApplicationPidFileWriter(this.temp.resolve("app.pid").toFile());
		start(ApplicationPidFileWriter.class, () -> writer).close();
		assertThat(this.temp.resolve("app.pid")).as("plain Boot's default event comes before any bean").doesNotExist();
	}

	@Test
	void portIsWrittenByAWorkerAndDeletedByThePrimary() throws IOException {
		Path file = this.temp.resolve("run/app.port");
		int port;
		try (ConfigurableApplicationContext context = start(WebServerPortFileWriter.class,
				() -> new WebServerPortFileWriter(file.toFile()))) {
			port = ((WebServerApplicationContext) context).getWebServer().getPort();
			assertThat(file).hasContent(Integer.toString(port));
		}
		assertThat(file).hasContent(Integer.toString(port));
		ProcessFileBeans.delete(this.temp);
		assertThat(file).doesNotExist();
	}

	@Test
	void fileThatIsRightIsNotWrittenAgain() throws IOException {
		Path file = Files.writeString(this.temp.resolve("app.pid"), Long.toString(PRIMARY));
		file.toFile().setLastModified(1_000_000_000_000L);
		start(ApplicationPidFileWriter.class, () -> writer(ApplicationPidFileWriter.class)).close();
		assertThat(file.toFile().lastModified()).isEqualTo(1_000_000_000_000L);
	}

	@Test
	void clusterWithoutSuchBeansHasNothingToDelete() {
		ProcessFileBeans.delete(this.temp);
		assertThat(this.temp).isEmptyDirectory();
	}

	private <T> ConfigurableApplicationContext start(Class<T> type, Supplier<T> writer, String... arguments) {
		SpringApplication application = new SpringApplication(Web.class);
		application.addInitializers((context) -> {
			((GenericApplicationContext) context).registerBean(type, writer);
			ProcessFileBeans.install(context, TestLaunch.in(this.temp), PRIMARY);
		});
		return application.run(Stream.concat(Stream.of("--server.port=0"), Stream.of(arguments))
			.map((argument) -> argument.replace("{temp}", this.temp.toString()))
			.toArray(String[]::new));
	}

	/**
	 * An application with a web server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
	static class Web {

	}

	/**
	 * Users may extend the class.
	 */
	static class OwnPidFile extends ApplicationPidFileWriter {

		OwnPidFile(File file) {
			super(file);
		}

	}

}
