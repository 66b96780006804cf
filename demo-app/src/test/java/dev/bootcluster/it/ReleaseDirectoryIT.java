// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.DemoJar;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application may be deployed in any directory, also in one that a link names.
 */
@Tag("full")
class ReleaseDirectoryIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@TempDir
	private Path temporary;

	@BeforeEach
	void resolve() throws IOException {
		this.temporary = this.temporary.toRealPath();
	}

	@Test
	void releaseToWhichTheLinkLeadsServesAfterAReloadAndTheOldOneMayBeDeleted() throws IOException {
		Path first = release("1");
		Path second = release("2");
		Path current = Files.createSymbolicLink(this.temporary.resolve("current"), first);
		try (ClusterProcess cluster = start(
				ClusterProcess.builder().jarInDirectory("app.jar").directory(current).env("PWD", current.toString()))) {
			assertThat(versions(cluster)).containsExactly("1");
			assertThat(directories(cluster)).containsExactly(first);
			Files.delete(current);
			Files.createSymbolicLink(current, second);
			assertThat(FileSystemUtils.deleteRecursively(first)).isTrue();
			replaceByKill(cluster);
			assertThat(versions(cluster)).as("what was pinned").containsExactly("1");
			reload(cluster);
			assertThat(versions(cluster)).containsExactly("2");
			assertThat(directories(cluster)).containsExactly(second);
		}
	}

	private Path release(String version) throws IOException {
		Path release = Files.createDirectories(this.temporary.resolve("releases/" + version));
		DemoJar.copyOf(DemoJar.packaged().path(), release.resolve("app.jar")).with("demo.version", version).write();
		return release;
	}

	@Test
	void directoryOfAnUnpackedJarMayHoldOtherFilesThatGrow() throws IOException {
		Path application = Files.createDirectories(this.temporary.resolve("application"));
		unpack(DemoJar.packaged().path(), application);
		Path uploads = Files.createDirectories(application.resolve("uploads")).resolve("growing");
		AtomicBoolean enough = new AtomicBoolean();
		Thread writer = new Thread(() -> write(uploads, enough));
		writer.start();
		try (ClusterProcess cluster = start(ClusterProcess.builder()
			.classPath(".", "org.springframework.boot.loader.launch.JarLauncher")
			.directory(application)
			.override("--cluster.store=" + this.temporary.resolve("store")))) {
			Files.writeString(application.resolve("BOOT-INF/classes/config.properties"), "a=b");
			reload(cluster);
			try (Stream<Path> stored = Files.walk(this.temporary.resolve("store"))) {
				assertThat(stored).noneMatch((file) -> file.toString().contains("uploads"))
					.anyMatch((file) -> file.endsWith("BOOT-INF/classes/config.properties"));
			}
		}
		finally {
			enough.set(true);
		}
	}

	private static void write(Path file, AtomicBoolean enough) {
		try (OutputStream out = Files.newOutputStream(file)) {
			while (!enough.get()) {
				out.write(1);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void unpack(Path jar, Path directory) throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(jar); Stream<Path> entries = Files.walk(zip.getPath("/"))) {
			for (Path entry : entries.toList()) {
				Path target = directory.resolve(entry.toString().substring(1));
				if (Files.isDirectory(entry)) {
					Files.createDirectories(target);
				}
				else {
					Files.copy(entry, target);
				}
			}
		}
	}

	@Test
	void directoryOfThePropertiesLauncherIsOnTheClassPathOfWorkers() throws IOException {
		Path jar = Files.copy(DemoJar.packaged().path(), this.temporary.resolve("app.jar"));
		try (FileSystem zip = FileSystems.newFileSystem(jar)) {
			Path file = zip.getPath("META-INF/MANIFEST.MF");
			Manifest manifest;
			try (InputStream in = Files.newInputStream(file)) {
				manifest = new Manifest(in);
			}
			manifest.getMainAttributes()
				.put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.PropertiesLauncher");
			try (OutputStream out = Files.newOutputStream(file)) {
				manifest.write(out);
			}
		}
		Path plugin = Files.createDirectories(this.temporary.resolve("plugins/META-INF/resources"));
		Files.writeString(plugin.resolve("plugin.txt"), "from a plugin");
		try (ClusterProcess cluster = start(ClusterProcess.builder()
			.jarInDirectory("app.jar")
			.directory(this.temporary)
			.jvmArgs("-Dloader.path=plugins"))) {
			assertThat(cluster.get("/plugin.txt").text()).isEqualTo("from a plugin");
			reload(cluster);
			assertThat(cluster.get("/plugin.txt").text()).isEqualTo("from a plugin");
		}
	}

	private static ClusterProcess start(ClusterProcessBuilder builder) {
		ClusterProcess cluster = builder.args("--cluster.workers=2", "--cluster.shared-state=none").start();
		try {
			return cluster.awaitReady(2);
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	private static void reload(ClusterProcess cluster) {
		assertThat(cluster.reload().status()).isEqualTo(202);
		assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
		cluster.awaitReady(2);
	}

	private static void replaceByKill(ClusterProcess cluster) {
		Worker victim = cluster.worker(1);
		cluster.kill9(victim.pid());
		cluster.await("a successor of " + victim, PATIENCE,
				() -> cluster.worker(1).isReady() && cluster.worker(1).pid() != victim.pid());
	}

	private static Set<String> versions(ClusterProcess cluster) {
		Set<Long> workers = cluster.workers().stream().map(Worker::pid).collect(Collectors.toSet());
		Map<Long, String> versions = new HashMap<>();
		cluster.await("an answer of each of " + workers, PATIENCE, () -> {
			JsonNode answer = cluster.json("/version");
			versions.put(answer.path("pid").asLong(0), answer.path("version").asString(""));
			return versions.keySet().containsAll(workers);
		});
		versions.keySet().retainAll(workers);
		return new HashSet<>(versions.values());
	}

	/**
	 * Where the workers run.
	 */
	private static Set<Path> directories(ClusterProcess cluster) throws IOException {
		Set<Path> directories = new HashSet<>();
		for (Worker worker : cluster.workers()) {
			directories.add(Files.readSymbolicLink(Path.of("/proc", Long.toString(worker.pid()), "cwd")));
		}
		return directories;
	}

}
