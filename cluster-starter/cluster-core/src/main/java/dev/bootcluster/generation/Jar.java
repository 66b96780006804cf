// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;

/**
 * Inspects a jar.
 */
final class Jar {

	private static final String NESTED = "BOOT-INF/";

	private static final String TOOLS = "BOOT-INF/lib/spring-boot-jarmode-tools-";

	private static final String PROPERTIES_LAUNCHER = ".PropertiesLauncher";

	private Jar() {
	}

	/**
	 * Read every byte of a jar. The JDK verifies the checksums of compressed entries
	 * only, and a Spring Boot jar stores its libraries uncompressed.
	 * @throws ArtifactException if the jar is damaged
	 */
	static void check(Path jar) throws IOException {
		byte[] buffer = new byte[64 * 1024];
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			Enumeration<? extends ZipEntry> entries = zip.entries();
			while (entries.hasMoreElements()) {
				check(zip, entries.nextElement(), buffer);
			}
		}
		catch (ZipException ex) {
			throw new ArtifactException("%s is damaged or incompletely copied: %s".formatted(jar, ex.getMessage()), ex);
		}
	}

	private static void check(ZipFile zip, ZipEntry entry, byte[] buffer) throws IOException {
		try (InputStream stream = zip.getInputStream(entry);
				CheckedInputStream content = new CheckedInputStream(stream, new CRC32())) {
			while (content.read(buffer) != -1) {
				// Only the checksum matters.
			}
			if (entry.getCrc() != -1 && entry.getCrc() != content.getChecksum().getValue()) {
				throw new ZipException("the checksum of %s is wrong".formatted(entry.getName()));
			}
		}
	}

	/**
	 * Return whether Spring Boot packed the jar and can unpack it without a loss: an
	 * unpacked jar is run without the launcher, and one launcher has settings of its own,
	 * such as {@code loader.path}.
	 */
	static boolean isExtractable(Path jar) throws IOException {
		String main = mainClass(jar);
		if (main != null && main.endsWith(PROPERTIES_LAUNCHER)) {
			return false;
		}
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			return zip.getEntry(NESTED) != null && zip.stream().anyMatch((entry) -> entry.getName().startsWith(TOOLS));
		}
	}

	/**
	 * Return the files that the manifest adds to the class path.
	 */
	static List<Path> classPath(Path jar) throws IOException {
		String classPath = attribute(jar, Attributes.Name.CLASS_PATH);
		if (classPath == null) {
			return List.of();
		}
		return Stream.of(classPath.split(" +"))
			.filter((entry) -> !entry.isEmpty() && !entry.contains(":"))
			.map((entry) -> neighbour(jar, entry))
			.toList();
	}

	/**
	 * Entries are relative URLs (JAR file specification, Class-Path attribute).
	 */
	private static Path neighbour(Path jar, String entry) {
		try {
			return Path.of(jar.toUri().resolve(entry)).normalize();
		}
		catch (IllegalArgumentException ex) {
			// Not a URL, but the JDK reads it all the same.
			return jar.resolveSibling(entry.replace('/', File.separatorChar)).normalize();
		}
	}

	/**
	 * Return the main class of a jar.
	 */
	static @Nullable String mainClass(Path jar) throws IOException {
		return attribute(jar, Attributes.Name.MAIN_CLASS);
	}

	private static @Nullable String attribute(Path jar, Attributes.Name name) throws IOException {
		try (JarFile file = new JarFile(jar.toFile())) {
			Manifest manifest = file.getManifest();
			return (manifest != null) ? manifest.getMainAttributes().getValue(name) : null;
		}
	}

}
