// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.bootcluster.generation.PlanRun;
import dev.bootcluster.ipc.WorkerLaunch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessFiles}.
 */
class ProcessFilesTests {

	@TempDir
	private Path temp;

	private final SpringApplication application = new SpringApplication(Object.class);

	private int others;

	@BeforeEach
	void addWriters() {
		this.others = this.application.getListeners().size();
		ApplicationListener<ApplicationEvent> own = (event) -> {
		};
		this.application.addListeners(new ApplicationPidFileWriter(), new OwnPidFile(), own,
				new WebServerPortFileWriter(this.temp.resolve("app.port").toFile()));
	}

	@AfterEach
	void clear() {
		System.clearProperty(WorkerLaunch.SLOT);
		System.clearProperty(PlanRun.PROPERTY);
	}

	@ParameterizedTest
	@CsvSource({ WorkerLaunch.SLOT + ", 1", PlanRun.PROPERTY + ", /plan" })
	void onlyThePrimaryWritesFiles(String property, String value) {
		System.setProperty(property, value);
		ProcessFiles.leaveToPrimary(this.application);
		assertThat(this.application.getListeners()).hasSize(this.others + 1)
			.noneMatch((listener) -> listener instanceof ApplicationPidFileWriter
					|| listener instanceof WebServerPortFileWriter);
	}

	@Test
	void anyOtherApplicationIsLeftAlone() {
		ProcessFiles.leaveToPrimary(this.application);
		assertThat(this.application.getListeners()).hasSize(this.others + 4);
	}

	@Test
	void portIsTheOneThatClientsConnectTo() throws IOException {
		ProcessFiles.of(this.application).portOpened(8081);
		assertThat(Files.readString(this.temp.resolve("app.port"))).isEqualTo("8081");
	}

	/**
	 * Users may extend the class.
	 */
	private static final class OwnPidFile extends ApplicationPidFileWriter {

	}

}
