// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DemoJar}, with a small jar that is laid out as Boot's plugin does it.
 */
class DemoJarTests {

	private static final String CONFIGURATION = "BOOT-INF/classes/config/application.properties";

	private static final String LIBRARY = "BOOT-INF/lib/first.jar";

	@TempDir
	private Path directory;

	private Path jar;

	private Path target;

	@BeforeEach
	void createJar() throws IOException {
		this.jar = this.directory.resolve("original.jar");
		this.target = this.directory.resolve("app.jar");
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(this.jar))) {
			add(out, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
			add(out, "BOOT-INF/classes/", new byte[0]);
			add(out, "BOOT-INF/classes/application.yml", "a: 1".getBytes(StandardCharsets.UTF_8));
			add(out, "BOOT-INF/lib/", new byte[0]);
			store(out, LIBRARY, 200_000);
			store(out, "BOOT-INF/lib/second.jar", 1000);
			add(out, "BOOT-INF/classpath.idx", "- \"first.jar\"".getBytes(StandardCharsets.UTF_8));
		}
	}

	@Test
	void variantHasItsConfigurationAmongTheClassesAndAllElseAsItWas() throws IOException {
		DemoJar variant = DemoJar.copyOf(this.jar, this.target).with("demo.version", "2 ü\\").write();
		assertThat(variant.path()).isEqualTo(this.target);
		assertThat(names(this.target)).containsExactly("META-INF/MANIFEST.MF", "BOOT-INF/classes/",
				"BOOT-INF/classes/application.yml", CONFIGURATION, "BOOT-INF/lib/", LIBRARY, "BOOT-INF/lib/second.jar",
				"BOOT-INF/classpath.idx");
		assertThat(configuration(this.target)).isEqualTo(properties("demo.version", "2 ü\\"));
		try (ZipFile before = new ZipFile(this.jar.toFile()); ZipFile after = new ZipFile(this.target.toFile())) {
			for (ZipEntry entry : Collections.list(before.entries())) {
				ZipEntry copy = after.getEntry(entry.getName());
				assertThat(copy.getMethod()).isEqualTo(entry.getMethod());
				assertThat(copy.getCrc()).isEqualTo(entry.getCrc());
				assertThat(copy.getSize()).isEqualTo(entry.getSize());
				assertThat(copy.getTime()).isEqualTo(entry.getTime());
				assertThat(content(after, copy)).isEqualTo(content(before, entry));
			}
			assertThat(after.getEntry(LIBRARY).getMethod()).isEqualTo(ZipEntry.STORED);
		}
	}

	@Test
	void variantOfAVariantChangesOnlyWhatItIsTold() throws IOException {
		Path first = this.directory.resolve("first.jar");
		DemoJar.copyOf(this.jar, first).with("demo.version", "2").with("demo.fault", "boot").write();
		DemoJar.copyOf(first, this.target).with("demo.fault", "none").write();
		assertThat(names(this.target)).isEqualTo(names(first));
		assertThat(configuration(this.target)).isEqualTo(properties("demo.version", "2", "demo.fault", "none"));
	}

	@Test
	void sameVariantIsTheSameFile() throws IOException {
		Path other = this.directory.resolve("other.jar");
		DemoJar.copyOf(this.jar, this.target).with("b", "1").with("a", "2").write();
		DemoJar.copyOf(this.jar, other).with("a", "2").with("b", "1").write();
		assertThat(other).hasSameBinaryContentAs(this.target);
	}

	@Test
	void jarIsNoCopyOfItself() {
		assertThatIllegalStateException().isThrownBy(() -> DemoJar.copyOf(this.jar, this.jar).write())
			.withMessageContaining("itself");
	}

	@Test
	void overwriteInPlaceKeepsTheInode() throws IOException {
		Files.write(this.target, new byte[500_000]);
		Object inode = Files.getAttribute(this.target, "unix:ino");
		DemoJar.of(this.jar).overwriteInPlace(this.target);
		assertThat(this.target).hasSameBinaryContentAs(this.jar);
		assertThat(Files.getAttribute(this.target, "unix:ino")).isEqualTo(inode);
	}

	@Test
	void replaceLeavesTheOldFileToThoseWhoHaveIt() throws IOException {
		Files.writeString(this.target, "old");
		try (InputStream open = Files.newInputStream(this.target)) {
			DemoJar.of(this.jar).replace(this.target);
			assertThat(open.readAllBytes()).isEqualTo("old".getBytes(StandardCharsets.UTF_8));
		}
		assertThat(this.target).hasSameBinaryContentAs(this.jar);
		assertThat(this.directory).isDirectoryNotContaining("glob:**.new");
	}

	@Test
	void switchLinkCreatesAndChangesALink() throws IOException {
		Path link = this.directory.resolve("current.jar");
		DemoJar.of(this.jar).switchLink(link);
		assertThat(Files.readSymbolicLink(link)).isEqualTo(this.jar);
		DemoJar variant = DemoJar.copyOf(this.jar, this.target).write();
		variant.switchLink(link);
		assertThat(Files.readSymbolicLink(link)).isEqualTo(this.target);
		assertThat(this.directory).isDirectoryNotContaining("glob:**.new");
	}

	@Test
	void halfCopiedIsTheBeginningOnly() throws IOException {
		Files.write(this.target, new byte[500_000]);
		DemoJar.of(this.jar).halfCopied(this.target);
		byte[] whole = Files.readAllBytes(this.jar);
		assertThat(Files.readAllBytes(this.target)).isEqualTo(Arrays.copyOf(whole, whole.length * 6 / 10));
		assertThatExceptionOfType(ZipException.class).isThrownBy(() -> new ZipFile(this.target.toFile()).close());
	}

	@Test
	void flippedByteDiffersInOneByteOfTheLibraryItNames() throws IOException {
		assertThat(DemoJar.of(this.jar).flippedByte(this.target)).isEqualTo(LIBRARY);
		byte[] good = Files.readAllBytes(this.jar);
		byte[] bad = Files.readAllBytes(this.target);
		assertThat(bad).hasSameSizeAs(good);
		assertThat(IntStream.range(0, good.length).filter((i) -> good[i] != bad[i])).hasSize(1);
		try (ZipFile broken = new ZipFile(this.target.toFile())) {
			assertThat(names(this.target)).isEqualTo(names(this.jar));
			for (ZipEntry entry : Collections.list(broken.entries())) {
				CRC32 crc = new CRC32();
				crc.update(content(broken, entry));
				assertThat(crc.getValue() == entry.getCrc()).as(entry.getName())
					.isEqualTo(!entry.getName().equals(LIBRARY));
			}
		}
	}

	private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
		out.putNextEntry(new ZipEntry(name));
		out.write(content);
		out.closeEntry();
	}

	private static void store(ZipOutputStream out, String name, int size) throws IOException {
		byte[] content = new byte[size];
		new Random(size).nextBytes(content);
		CRC32 crc = new CRC32();
		crc.update(content);
		ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(size);
		entry.setCrc(crc.getValue());
		out.putNextEntry(entry);
		out.write(content);
		out.closeEntry();
	}

	private static List<String> names(Path jar) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			return zip.stream().map(ZipEntry::getName).toList();
		}
	}

	private static byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
		try (InputStream in = zip.getInputStream(entry)) {
			return in.readAllBytes();
		}
	}

	private static Properties configuration(Path jar) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile());
				InputStream in = zip.getInputStream(zip.getEntry(CONFIGURATION))) {
			Properties properties = new Properties();
			properties.load(in);
			return properties;
		}
	}

	private static Properties properties(String... namesAndValues) {
		Properties properties = new Properties();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
		}
		return properties;
	}

}
