// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.test.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SourceWatch} and {@link Debouncer}.
 */
class SourceWatchTests {

	private final Cluster cluster = mock(Cluster.class);

	private final AtomicInteger reloads = new AtomicInteger();

	private final AtomicInteger conflicts = new AtomicInteger();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	SourceWatchTests() {
		given(this.cluster.reload()).willAnswer((call) -> {
			if (this.conflicts.getAndDecrement() > 0) {
				throw new ClusterException(Reason.CONFLICT, "Reload 1 is running");
			}
			return new ReloadInfo(this.reloads.incrementAndGet(), Kind.RELOAD, ReloadState.RUNNING, 2, false, List.of(),
					null, List.of());
		});
	}

	@Test
	void changeInATreeReloads() throws IOException {
		Path classes = Files.createDirectories(this.directory.resolve("classes/a"));
		try (SourceWatch watch = watch(classes.getParent())) {
			reloadsAfter(() -> Files.writeString(classes.resolve("A.class"), "1"));
		}
	}

	@Test
	void newDirectoryIsWatchedToo() throws IOException {
		try (SourceWatch watch = watch(this.directory)) {
			Path created = this.directory.resolve("b/c");
			reloadsAfter(() -> Files.createDirectories(created));
			reloadsAfter(() -> Files.writeString(created.resolve("B.class"), "1"));
		}
	}

	@Test
	void treeThatWasRemovedAndCreatedAgainIsWatched() throws IOException {
		Path classes = Files.createDirectories(this.directory.resolve("target/classes"));
		try (SourceWatch watch = watch(classes)) {
			reloadsAfter(() -> FileSystemUtils.deleteRecursively(classes.getParent()));
			reloadsAfter(() -> Files.createDirectories(classes));
			reloadsAfter(() -> Files.writeString(classes.resolve("C.class"), "1"));
		}
	}

	@Test
	void jarThatIsReplacedByRenamingReloads() throws IOException {
		Path jar = Files.writeString(this.directory.resolve("app.jar"), "1");
		try (SourceWatch watch = watch(jar)) {
			Path next = Files.writeString(this.directory.resolve("next"), "2");
			reloadsAfter(() -> Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE));
			reloadsAfter(() -> Files.writeString(jar, "3"));
		}
	}

	@Test
	void ignoredAndForeignFilesDoNothing() throws IOException {
		Path jar = Files.writeString(this.directory.resolve("app.jar"), "1");
		Path classes = Files.createDirectories(this.directory.resolve("classes"));
		try (SourceWatch watch = watch(jar, classes)) {
			Files.writeString(this.directory.resolve("other.jar"), "1");
			Files.writeString(classes.resolve("x.log"), "1");
			Files.createDirectories(classes.resolve(".git/objects"));
			Files.writeString(classes.resolve("A.java~"), "1");
			assertThat(this.reloads).hasValue(0);
			reloadsAfter(() -> Files.writeString(classes.resolve("A.class"), "1"));
			assertThat(this.reloads).hasValue(1);
		}
	}

	@Test
	void changeDuringAReloadReloadsAfterIt() throws IOException {
		this.conflicts.set(3);
		try (SourceWatch watch = watch(this.directory)) {
			reloadsAfter(() -> Files.writeString(this.directory.resolve("A.class"), "1"));
			assertThat(this.conflicts.get()).isNegative();
		}
	}

	@Test
	void jarOrTheDirectoriesOfTheClassPathAreWatchedByDefault() {
		assertThat(SourceWatch.roots(invocation(null, "app.jar"))).containsExactly(Path.of("app.jar"));
		assertThat(SourceWatch.roots(invocation(this.directory + ":/x/lib.jar", "Main")))
			.containsExactly(this.directory);
	}

	@Test
	void debouncerIsDueOnceAfterQuiet() {
		Debouncer debouncer = new Debouncer(Duration.ofSeconds(1));
		assertThat(debouncer.isDue(Duration.ofHours(1))).isFalse();
		debouncer.changed(Duration.ofSeconds(10));
		debouncer.changed(Duration.ofMillis(10_500));
		assertThat(debouncer.isDue(Duration.ofMillis(11_400))).isFalse();
		assertThat(debouncer.isDue(Duration.ofMillis(11_500))).isTrue();
		assertThat(debouncer.isDue(Duration.ofMillis(20_000))).isFalse();
	}

	private static JavaInvocation invocation(@Nullable String classPath, String main) {
		return new JavaInvocation(Path.of("java"), List.of(), classPath, main, List.of());
	}

	private SourceWatch watch(Path... paths) throws IOException {
		List<String> ignored = List.of("**/*.log", "**/.git/**", "**/*~");
		ClusterProperties.Watch settings = new ClusterProperties.Watch(true, List.of(paths), ignored,
				Duration.ofMillis(50));
		return SourceWatch.start(this.cluster, invocation(null, "unused.jar"), settings);
	}

	private void reloadsAfter(Change change) throws IOException {
		int before = this.reloads.get();
		change.make();
		Await.until("a reload", () -> this.reloads.get() > before);
	}

	/**
	 * Something that happens to files.
	 */
	@FunctionalInterface
	interface Change {

		void make() throws IOException;

	}

}
