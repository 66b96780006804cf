// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.DemoJar;
import dev.bootcluster.testing.Sources;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers start from an archive of their classes once one is trained.
 */
class ClassArchiveIT {

	private static final Duration TRAINING = Duration.ofMinutes(3);

	/**
	 * Nobody has extracted or trained anything here.
	 */
	@TempDir
	private Path store;

	/**
	 * Writes down in which slots it has run.
	 */
	private static final String RUNNER = """
			package dev.bootcluster.demo;

			import java.nio.file.*;

			@org.springframework.stereotype.Component
			class TracingRunner implements org.springframework.boot.ApplicationRunner {

				@org.springframework.beans.factory.annotation.Value("${started.file}")
				private Path started;

				@org.springframework.beans.factory.annotation.Value("${cluster.worker.slot}")
				private int slot;

				@Override
				public void run(org.springframework.boot.ApplicationArguments arguments) throws Exception {
					Files.writeString(this.started, this.slot + " ", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
				}

			}
			""";

	@TempDir
	private Path directory;

	@Test
	@Tag("jdk")
	void archiveIsTrainedInTheBackgroundAndUsedFromThenOn() throws IOException {
		Path started = this.directory.resolve("started");
		Path jar = this.directory.resolve("app.jar");
		DemoJar.packaged().overwriteInPlace(jar);
		DemoJar.copyOf(jar, this.directory.resolve("tracing.jar"))
			.with(Sources.compile(Files.createDirectory(this.directory.resolve("sources")),
					Map.of("dev/bootcluster/demo/TracingRunner.java", RUNNER)))
			.with("started.file", started.toString())
			.write();
		try (ClusterProcess cluster = start()) {
			Worker first = cluster.worker(1);
			assertThat(first.runsFromArchive()).isFalse();
			cluster.await("an archive", TRAINING,
					() -> cluster.log().stream().anyMatch((line) -> line.contains("their classes are archived")));
			assertThat(cluster.descendants()).as("the trainee is gone").hasSize(1);
			assertThat(started).as("the trainee ran no runner").hasContent("1 ");
			cluster.kill9(first.pid());
			cluster.await("a successor", TRAINING,
					() -> cluster.worker(1).isReady() && cluster.worker(1).pid() != first.pid());
			Worker second = cluster.worker(1);
			assertThat(second.runsFromArchive()).isTrue();
			assertThat(Files.readString(Path.of("/proc/%d/maps".formatted(second.pid())))).as("what it has mapped")
				.contains("/classes-");
			assertThat(cluster.get("/hello").text()).endsWith(" " + second.pid());
			assertThat(cluster.reload().status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			assertThat(cluster.worker(1).runsFromArchive()).as("the same code has the same archive").isTrue();
		}
		secondStartNeitherExtractsNorTrains();
	}

	private void secondStartNeitherExtractsNorTrains() throws IOException {
		Map<Path, FileTime> before = files();
		assertThat(before).as("one application, one archive").hasSizeGreaterThan(10);
		try (ClusterProcess cluster = start()) {
			assertThat(cluster.worker(1).runsFromArchive()).as("the first worker starts from the archive").isTrue();
			assertThat(cluster.get("/hello").text()).endsWith(" " + cluster.worker(1).pid());
		}
		assertThat(files()).as("nothing was made").isEqualTo(before);
	}

	@Test
	@Tag("full")
	void codeThatIsDeletedUnderARunningClusterIsMadeAgain() throws IOException {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(1, "--cluster.shared-state=none",
				"--cluster.store=" + this.store)) {
			Worker first = cluster.worker(1);
			assertThat(locks(first)).as("a worker shows what it runs from").hasSize(1);
			Set<Path> before = files().keySet();
			for (Path file : before) {
				Files.delete(file);
			}
			cluster.kill9(first.pid());
			cluster.await("a successor", TRAINING,
					() -> cluster.worker(1).isReady() && cluster.worker(1).pid() != first.pid());
			assertThat(files().keySet()).isEqualTo(before);
			assertThat(cluster.get("/hello").text()).endsWith(" " + cluster.worker(1).pid());
		}
	}

	private List<Path> locks(Worker worker) throws IOException {
		List<Path> locks = new ArrayList<>();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/%d/fd".formatted(worker.pid())))) {
			for (Path descriptor : descriptors.toList()) {
				try {
					Path file = Files.readSymbolicLink(descriptor);
					if (file.startsWith(this.store) && file.toString().endsWith(".lock")) {
						locks.add(file);
					}
				}
				catch (NoSuchFileException ex) {
					// Closed since it was listed.
				}
			}
		}
		return locks;
	}

	private ClusterProcess start() {
		return ClusterProcess.builder()
			.jar(this.directory.resolve("tracing.jar"))
			.args("--cluster.workers=1", "--cluster.shared-state=none", "--cluster.worker.class-archive=auto",
					"--cluster.store=" + this.store)
			.start()
			.awaitReady(1);
	}

	/**
	 * All files in the store with the time they were made, without the locks.
	 */
	private Map<Path, FileTime> files() throws IOException {
		Map<Path, FileTime> files = new TreeMap<>();
		try (Stream<Path> found = Files.walk(this.store)) {
			for (Path file : found.filter(Files::isRegularFile).toList()) {
				if (!file.toString().endsWith(".lock")) {
					files.put(file, (FileTime) Files.getAttribute(file, "unix:ctime"));
				}
			}
		}
		return files;
	}

}
