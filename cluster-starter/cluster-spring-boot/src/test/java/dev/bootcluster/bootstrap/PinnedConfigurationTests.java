// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PinnedConfiguration}: a worker's environment against plain Boot's.
 */
class PinnedConfigurationTests {

	@TempDir
	private Path temp;

	/**
	 * A hundred configurations each.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void workersHaveWhatPlainBootHas(long seed) throws IOException {
		for (int i = 0; i < 100; i++) {
			long number = seed * 1000 + i;
			GeneratedConfiguration configuration = new GeneratedConfiguration(number,
					Files.createDirectory(this.temp.resolve("c" + number)));
			StartedEnvironment start = configuration.start();
			ConfigurableEnvironment worker = start.worker(start.pin(this.temp.resolve("pinned"), Map.of()));
			assertThat(EnvironmentDescription.of(worker)).as("configuration %d", number)
				.containsExactlyElementsOf(EnvironmentDescription.of(start.plain()));
		}
	}

	@Test
	void listOfAProfileReplacesThatOfTheBaseFile() throws IOException {
		write("application.yml", "app:\n  origins: [ 'https://one', 'http://dev', 'https://a' ]\n");
		write("application-prod.yml", "app:\n  origins: [ 'https://x' ]\n");
		ConfigurableEnvironment worker = worker("--spring.profiles.active=prod");
		assertThat(Binder.get(worker).bind("app.origins", Bindable.listOf(String.class)).get())
			.containsExactly("https://x");
	}

	@Test
	void filesOfAConfigurationTreeAreReadAsBytesToo() throws IOException {
		byte[] key = { 0, 1, (byte) 0xff, 2 };
		Files.write(Files.createDirectory(this.temp.resolve("tree")).resolve("app.key"), key);
		ConfigurableEnvironment worker = worker("--spring.config.import=configtree:" + this.temp + "/tree/");
		worker.setConversionService(new ApplicationConversionService());
		assertThat(worker.getProperty("app.key", byte[].class)).isEqualTo(key);
	}

	@Test
	void workersReadNoFiles() throws IOException {
		write("application.yml", "app.name: pinned\n");
		StartedEnvironment primary = start();
		Path pinned = primary.pin(this.temp.resolve("pinned"), Map.of());
		write("application.yml", "app.name: [ half wri");
		assertThat(start().worker(pinned).getProperty("app.name")).isEqualTo("pinned");
	}

	@Test
	void randomValueIsTheSameInAllWorkersAndStaysSo() throws IOException {
		write("application.yml", "app:\n  id: ${random.uuid}\n  name: ${name:app}-${random.int(1000)}\n");
		StartedEnvironment primary = start("--app.argument=${random.uuid}");
		Path first = primary.pin(this.temp.resolve("first"), Map.of());
		Path next = start("--app.argument=${random.uuid}").pin(this.temp.resolve("next"),
				PinnedApplications.read(first).random());
		for (String name : List.of("app.id", "app.name", "app.argument")) {
			String value = start("--app.argument=${random.uuid}").worker(first).getRequiredProperty(name);
			assertThat(value).doesNotContain("$");
			assertThat(start("--app.argument=${random.uuid}").worker(first).getProperty(name)).isEqualTo(value);
			assertThat(start("--app.argument=${random.uuid}").worker(next).getProperty(name)).isEqualTo(value);
		}
	}

	@Test
	void randomValueOfAVariableIsTheSameInAllWorkers() throws IOException {
		StartedEnvironment primary = start().variable("APP_ID", "${random.uuid}");
		Path pinned = primary.pin(this.temp.resolve("pinned"), Map.of());
		String value = start().variable("APP_ID", "${random.uuid}").worker(pinned).getRequiredProperty("app.id");
		assertThat(value).doesNotContain("$");
		assertThat(start().variable("APP_ID", "${random.uuid}").worker(pinned).getProperty("app.id")).isEqualTo(value);
	}

	@Test
	void applicationStartedAfterThatOfTheClusterReadsItsFiles() throws IOException {
		write("application.yml", "app.name: pinned\n");
		Path pinned = start().pin(this.temp.resolve("pinned"), Map.of());
		write("application.yml", "app.name: now\n");
		StartedApplications started = new StartedApplications();
		assertThat(start().worker(pinned, started).getProperty("app.name")).isEqualTo("pinned");
		assertThat(start().worker(pinned, started).getProperty("app.name")).isEqualTo("now");
	}

	@Test
	void parentAndChildEachHaveTheirOwn() throws IOException {
		write("application.yml", "app.name: child\n");
		write("parent.yml", "app.name: parent\n");
		StartedApplications before = new StartedApplications();
		start("--spring.config.name=parent").start(before);
		Path pinned = start().pin(this.temp.resolve("pinned"), Map.of(), before);
		Files.delete(this.temp.resolve("application.yml"));
		Files.delete(this.temp.resolve("parent.yml"));
		StartedApplications started = new StartedApplications();
		assertThat(start("--spring.config.name=parent").worker(pinned, started).getProperty("app.name"))
			.isEqualTo("parent");
		assertThat(start().worker(pinned, started).getProperty("app.name")).isEqualTo("child");
	}

	private ConfigurableEnvironment worker(String... arguments) throws IOException {
		return start(arguments).worker(start(arguments).pin(this.temp.resolve("pinned"), Map.of()));
	}

	private StartedEnvironment start(String... arguments) {
		return new StartedEnvironment(arguments).argument("--spring.config.location=file:" + this.temp + "/");
	}

	private void write(String file, String content) throws IOException {
		Files.writeString(this.temp.resolve(file), content, StandardCharsets.UTF_8);
	}

}
