// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.process.JavaInvocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExplodedJar}: an application in a directory that is its working
 * directory, too.
 */
class ExplodedJarTests {

	private static final List<String> CODE = List.of("BOOT-INF/classes/A.class", "BOOT-INF/lib/a.jar",
			"META-INF/MANIFEST.MF", "org/springframework/boot/loader/launch/JarLauncher.class", "loader.properties");

	@TempDir
	private Path temp;

	private Path application;

	private ArtifactStore store;

	@BeforeEach
	void explode() throws IOException {
		this.application = this.temp.resolve("app");
		for (String file : CODE) {
			write(file);
		}
		write("uploads/2026/photo.jpg");
		write("app.log");
		this.store = new ArtifactStore(this.temp.resolve("artifacts"), null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.loader.launch.JarLauncher",
			"org.springframework.boot.loader.launch.PropertiesLauncher",
			"org.springframework.boot.loader.JarLauncher" })
	void onlyWhatTheLauncherReadsIsPinned(String launcher) throws IOException {
		Artifact artifact = pin(launcher);
		assertThat(files(artifact)).containsExactlyInAnyOrderElementsOf(CODE);
		assertThat(artifact.isIntact()).isTrue();
	}

	@Test
	void filesOfTheApplicationAreNotItsCode() throws IOException {
		Artifact artifact = pin("org.springframework.boot.loader.launch.JarLauncher");
		write("uploads/2026/another.jpg");
		Files.writeString(this.application.resolve("app.log"), "more");
		assertThat(pin("org.springframework.boot.loader.launch.JarLauncher")).isEqualTo(artifact);
		Files.writeString(this.application.resolve("BOOT-INF/classes/A.class"), "other");
		assertThat(pin("org.springframework.boot.loader.launch.JarLauncher").key()).isNotEqualTo(artifact.key());
	}

	@Test
	void directoryThatAnyOtherMainClassReadsIsPinnedAsItIs() throws IOException {
		assertThat(files(pin("com.example.Main"))).hasSize(CODE.size() + 2);
	}

	@Test
	void directoryThatIsNoUnpackedJarIsPinnedAsItIs() throws IOException {
		Path classes = this.temp.resolve("classes");
		Files.createDirectories(classes.resolve("a"));
		assertThat(ExplodedJar.content(classes)).containsExactly(classes);
	}

	private Artifact pin(String main) throws IOException {
		return this.store
			.pin(new JavaInvocation(TestJar.JAVA, List.of(), this.application.toString(), main, List.of()));
	}

	private static List<String> files(Artifact artifact) throws IOException {
		Path pinned = Path.of(String.valueOf(artifact.invocation().classPath()));
		try (Stream<Path> files = Files.walk(pinned)) {
			return files.filter(Files::isRegularFile).map((file) -> pinned.relativize(file).toString()).toList();
		}
	}

	private void write(String file) throws IOException {
		Path path = this.application.resolve(file);
		Files.createDirectories(path.getParent());
		if (file.endsWith(".jar")) {
			TestJar.write(path, "content");
		}
		else {
			Files.writeString(path, file);
		}
	}

}
