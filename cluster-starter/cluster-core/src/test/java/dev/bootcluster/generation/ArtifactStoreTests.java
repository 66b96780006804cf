// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

import dev.bootcluster.process.JavaInvocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ArtifactStore}.
 */
class ArtifactStoreTests {

	@TempDir
	private Path temp;

	private Path directory;

	private ArtifactStore store;

	@BeforeEach
	void open() {
		this.directory = this.temp.resolve("artifacts");
		this.store = new ArtifactStore(this.directory, null);
	}

	@Test
	void jarIsCopiedWithWhatItsManifestNames() throws IOException {
		Path library = jar("app/lib/a.jar", null, "A");
		Path jar = jar("app/my app.jar", "lib/a.jar ../missing.jar", "B");
		Artifact artifact = this.store.pin(invocation(null, jar));
		Path pinned = Path.of(artifact.invocation().main());
		assertThat(pinned).startsWith(artifact.directory()).hasFileName("my app.jar").hasSameBinaryContentAs(jar);
		assertThat(pinned.resolveSibling("lib/a.jar")).hasSameBinaryContentAs(library);
		assertThat(artifact.directory()).isEqualTo(this.directory.resolve(artifact.key()));
		assertThat(artifact.invocation().arguments()).containsExactly("--x");
	}

	@Test
	void classPathIsCopiedInItsOrder() throws IOException {
		Path classes = Files.createDirectories(this.temp.resolve("app/target/classes/a"));
		Files.writeString(classes.resolve("A.class"), "A");
		Path library = jar("repository/lib.jar", null, "L");
		String classPath = classes.getParent() + ":" + this.temp.resolve("missing.jar") + ":" + library;
		Artifact artifact = this.store.pin(invocation(classPath, Path.of("com.example.Main")));
		assertThat(artifact.invocation().main()).isEqualTo("com.example.Main");
		String[] entries = String.valueOf(artifact.invocation().classPath()).split(":");
		assertThat(Path.of(entries[0]).resolve("a/A.class")).startsWith(artifact.directory()).hasContent("A");
		assertThat(entries[1]).isEqualTo(this.temp.resolve("missing.jar").toString());
		assertThat(Path.of(entries[2])).startsWith(artifact.directory()).hasSameBinaryContentAs(library);
	}

	@ParameterizedTest
	@CsvSource({ "lib/my%20driver.jar, lib/my driver.jar", "./lib/a%2Bb.jar, lib/a+b.jar", "lib/a+b.jar, lib/a+b.jar",
			"lib/[a].jar, lib/[a].jar", "lib/l%C3%A4uft.jar, lib/läuft.jar", "lib/100%.jar, lib/100%.jar" })
	void jarOfTheManifestIsFoundHoweverItsNameIsWritten(String entry, String file) throws IOException {
		Path library = jar("app/" + file, null, "A");
		Path jar = jar("app/app.jar", entry, "B");
		Path pinned = Path.of(this.store.pin(invocation(null, jar)).invocation().main());
		assertThat(pinned.resolveSibling(file)).hasSameBinaryContentAs(library);
	}

	@Test
	void linksToDirectoriesAreFollowedAsAClassLoaderDoes() throws IOException {
		for (String release : List.of("1", "2")) {
			Files.createDirectories(this.temp.resolve("releases/" + release + "/a"));
			Files.writeString(this.temp.resolve("releases/" + release + "/a/A.class"), release);
		}
		Path shared = Files.createDirectories(this.temp.resolve("shared"));
		Files.writeString(shared.resolve("b.txt"), "shared");
		Path current = this.temp.resolve("current");
		String key = "";
		for (String release : List.of("1", "2")) {
			Path directory = this.temp.resolve("releases/" + release);
			Files.createSymbolicLink(directory.resolve("linked"), shared);
			Files.deleteIfExists(current);
			Files.createSymbolicLink(current, directory);
			Artifact artifact = this.store.pin(invocation(current.toString(), Path.of("com.example.Main")));
			Path pinned = Path.of(String.valueOf(artifact.invocation().classPath()));
			assertThat(pinned.resolve("a/A.class")).hasContent(release);
			assertThat(pinned.resolve("linked/b.txt")).hasContent("shared");
			assertThat(artifact.key()).isNotEqualTo(key);
			key = artifact.key();
		}
	}

	@Test
	void linkThatLeadsBackIsNamed() throws IOException {
		Path classes = Files.createDirectories(this.temp.resolve("classes/a"));
		Files.createSymbolicLink(classes.resolve("b"), classes.getParent());
		assertThatExceptionOfType(ArtifactException.class)
			.isThrownBy(() -> this.store.pin(invocation(classes.getParent().toString(), Path.of("com.example.Main"))))
			.withMessageContaining("holds a link that leads back to itself: " + classes.resolve("b"));
	}

	@Test
	void sameCodeIsKeptOnce() throws IOException {
		Path jar = jar("app.jar", null, "A");
		Artifact first = this.store.pin(invocation(null, jar));
		assertThat(this.store.pin(invocation(null, jar))).isEqualTo(first);
		assertThat(kept()).containsExactly(first.key());
		jar("app.jar", null, "B");
		Artifact second = this.store.pin(invocation(null, jar));
		assertThat(kept()).containsExactlyInAnyOrder(first.key(), second.key());
		this.store.retain(Set.of(second));
		assertThat(kept()).containsExactly(second.key());
	}

	@Test
	void pinnedCodeDoesNotChangeWithTheFile() throws IOException {
		Path jar = jar("app.jar", null, "A");
		byte[] content = Files.readAllBytes(jar);
		Artifact artifact = this.store.pin(invocation(null, jar));
		Files.writeString(jar, "overwritten in place");
		assertThat(Path.of(artifact.invocation().main())).hasBinaryContent(content);
	}

	@Test
	void jarThatIsRunIsAnotherArtifactThanTheSameJarOnAClassPath() throws IOException {
		Path jar = jar("app.jar", null, "A");
		Artifact run = this.store.pin(invocation(null, jar));
		assertThat(this.store.pin(invocation(jar.toString(), Path.of("com.example.Main"))).key())
			.isNotEqualTo(run.key());
	}

	@Test
	void missingJarIsRefused() {
		refused(this.temp.resolve("none.jar"), "none.jar does not exist");
	}

	@Test
	void halfCopiedJarIsRefused() throws IOException {
		Path jar = jar("app.jar", null, "A");
		try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
			file.setLength(file.length() / 2);
		}
		refused(jar, "app.jar cannot be read");
	}

	@Test
	void jarWithAWrongByteInAStoredEntryIsRefused() throws IOException {
		Path jar = this.temp.resolve("app.jar");
		byte[] library = "library".repeat(100).getBytes(StandardCharsets.UTF_8);
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
			JarEntry entry = new JarEntry("BOOT-INF/lib/library.jar");
			CRC32 sum = new CRC32();
			sum.update(library);
			entry.setMethod(ZipEntry.STORED);
			entry.setSize(library.length);
			entry.setCrc(sum.getValue());
			out.putNextEntry(entry);
			out.write(library);
		}
		this.store.pin(invocation(null, jar));
		try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
			file.seek(300);
			file.write('X');
		}
		refused(jar, "the checksum of BOOT-INF/lib/library.jar is wrong");
	}

	@Test
	void directoryWithoutRoomForAnArtifactIsNotLeftHalfFull() throws IOException {
		Path jar = jar("app.jar", null, "A");
		Files.createFile(this.directory);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.store.pin(invocation(null, jar)));
	}

	@Test
	void codeThatCannotBeSharedIsKeptForThisClusterOnly() throws IOException {
		Path jar = jar("app.jar", null, "A");
		Path full = this.temp.resolve("full");
		Files.createFile(full);
		ArtifactStore store = new ArtifactStore(this.directory, full);
		assertThat(store.shared()).isEqualTo(full);
		Artifact artifact = store.pin(invocation(null, jar));
		assertThat(artifact.directory()).isEqualTo(this.directory.resolve(artifact.key()));
		assertThat(store.shared()).as("not tried again").isNull();
	}

	/**
	 * The third of three reloads finds its code in the store, which took the first but
	 * not the second.
	 */
	@ParameterizedTest
	@CsvSource({ "A A, A", "A A A, A", "A B A, A B", "A B B, A B", "A B A B, A B" })
	void codeThatIsStoredSomewhereIsNotCopiedAgain(String reloads, String copies) throws IOException {
		Path shared = this.temp.resolve("shared");
		ArtifactStore store = new ArtifactStore(this.directory, shared);
		Map<String, Object> files = new TreeMap<>();
		for (String content : reloads.split(" ")) {
			Path main = Path.of(store.pin(invocation(null, jar("app.jar", null, content))).invocation().main());
			Object inode = Files.getAttribute(main, "unix:ino");
			assertThat(files.putIfAbsent(content, inode)).isIn(inode, null);
			// From now on the store takes nothing new.
			Path gate = shared.resolve("gate.lock");
			Files.deleteIfExists(gate);
			Files.createDirectories(gate);
		}
		assertThat(files).hasSize(copies.split(" ").length);
		try (Stream<Path> own = Files.exists(this.directory) ? Files.list(this.directory) : Stream.empty()) {
			assertThat(own.filter(Files::isDirectory)).hasSize(copies.split(" ").length - 1);
		}
	}

	@Test
	void codeThatFitsNowhereNamesBothPlaces() throws IOException {
		Path jar = jar("app.jar", null, "A");
		Path shared = Files.createFile(this.temp.resolve("shared"));
		Files.createFile(this.directory);
		ArtifactStore store = new ArtifactStore(this.directory, shared);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.pin(invocation(null, jar)))
			.withMessageContaining(this.directory.toString())
			.withMessageContaining("nor can it be kept in the store: " + shared);
	}

	@Test
	void sharedCodeStaysWhenThisClusterNeedsItNoLonger() throws IOException {
		Path jar = jar("app.jar", null, "A");
		Path shared = this.temp.resolve("shared");
		ArtifactStore store = new ArtifactStore(this.directory, shared);
		Artifact artifact = store.pin(invocation(null, jar));
		assertThat(artifact.directory()).isEqualTo(shared.resolve(artifact.key()));
		store.retain(Set.of());
		assertThat(Path.of(artifact.invocation().main())).exists();
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void storeTakesOverFromTheOneInTheFirstClassLoader() throws IOException {
		Path jar = jar("app.jar", null, "A");
		Artifact artifact = this.store.pin(invocation(null, jar));
		ArtifactStore second = new ArtifactStore(this.directory, null);
		second.adopt(artifact, this.store.use(artifact));
		assertThat(second.pin(invocation(null, jar))).isEqualTo(artifact);
		second.retain(Set.of(artifact));
		assertThat(kept()).containsExactly(artifact.key());
		second.retain(Set.of());
		assertThat(kept()).isEmpty();
	}

	@Test
	void directoryThatIsFullIsNamedWithWhatItNeeds() throws IOException {
		Path jar = jar("app.jar", null, "A");
		Files.createDirectories(this.directory);
		// It cannot be extracted, as on a full disk.
		Path extractable = TestJar.extractable(this.temp.resolve("tools.jar"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.store.pin(invocation(null, extractable)))
			.withMessageMatching(this.directory
					+ "/[0-9a-f]+ cannot be written: \\d+ kB needed \\(\\d+ MB free\\): Cannot extract.*");
		assertThat(kept()).isEmpty();
		assertThat(this.store.pin(invocation(null, jar)).isIntact()).isTrue();
	}

	@Test
	void launcherWithSettingsOfItsOwnIsNotReplaced() throws IOException {
		for (String main : List.of("org.springframework.boot.loader.launch.PropertiesLauncher",
				"org.springframework.boot.loader.PropertiesLauncher")) {
			Path jar = this.temp.resolve(main + ".jar");
			Manifest manifest = new Manifest();
			manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
			manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
			try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
				out.putNextEntry(new JarEntry("BOOT-INF/"));
				out.putNextEntry(new JarEntry("BOOT-INF/lib/spring-boot-jarmode-tools-0.jar"));
			}
			assertThat(Path.of(this.store.pin(invocation(null, jar)).invocation().main())).hasSameBinaryContentAs(jar);
		}
	}

	@Test
	void releaseToWhichALinkLeadsIsPinnedWithItsDirectory() throws IOException {
		this.temp = this.temp.toRealPath();
		Path first = jar("r/1/app.jar", null, "1");
		Path second = jar("r/2/app.jar", null, "2");
		Path current = Files.createSymbolicLink(this.temp.resolve("current"), first.getParent());
		JavaInvocation application = new JavaInvocation(TestJar.JAVA, List.of(), null,
				current.resolve("app.jar").toString(), List.of(), current);
		assertRuns(this.store.pin(application), first);
		Files.delete(current);
		Files.createSymbolicLink(current, second.getParent());
		assertRuns(this.store.pin(application), second);
	}

	private static void assertRuns(Artifact artifact, Path jar) {
		assertThat(Path.of(artifact.invocation().main())).hasSameBinaryContentAs(jar);
		assertThat(artifact.invocation().directory()).isEqualTo(jar.getParent());
	}

	private void refused(Path jar, String problem) {
		assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> this.store.pin(invocation(null, jar)))
			.withMessageContaining(jar.getFileName().toString())
			.withMessageContaining(problem);
		assertThat(kept()).filteredOn((name) -> name.startsWith("unfinished")).isEmpty();
	}

	private List<String> kept() {
		if (!Files.exists(this.directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.endsWith(".lock"))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JavaInvocation invocation(String classPath, Path main) {
		return new JavaInvocation(Path.of(System.getProperty("java.home"), "bin", "java"), List.of(), classPath,
				main.toString(), List.of("--x"));
	}

	/**
	 * The same content makes the same bytes, whenever it is written.
	 */
	private Path jar(String name, String classPath, String content) throws IOException {
		Path jar = this.temp.resolve(name);
		Files.createDirectories(jar.getParent());
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		if (classPath != null) {
			manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
		}
		try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
			out.putNextEntry(entry(JarFile.MANIFEST_NAME));
			manifest.write(out);
			out.putNextEntry(entry("content"));
			out.write(content.getBytes(StandardCharsets.UTF_8));
		}
		return jar;
	}

	private static JarEntry entry(String name) {
		JarEntry entry = new JarEntry(name);
		entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
		return entry;
	}

}
