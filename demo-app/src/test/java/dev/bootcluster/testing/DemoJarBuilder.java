// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Says how a {@link DemoJar} differs from the one it is made of. Its entries stay in
 * their order and libraries stay as they are, as Boot's loader wants them.
 */
public final class DemoJarBuilder {

	private static final String CLASSES = "BOOT-INF/classes/";

	private static final String CONFIGURATION = CLASSES + "config/application.properties";

	private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 2, 1, 0, 0);

	private final Path jar;

	private final Path target;

	private final Map<String, String> properties = new TreeMap<>();

	private final Map<String, byte[]> classes = new TreeMap<>();

	DemoJarBuilder(Path jar, Path target) {
		this.jar = jar;
		this.target = target;
	}

	/**
	 * Set a property in the jar's own configuration.
	 * @param name the property
	 * @param value its value
	 * @return this
	 */
	public DemoJarBuilder with(String name, String value) {
		this.properties.put(name, value);
		return this;
	}

	/**
	 * Add classes, or replace those of the same name.
	 * @param classes their bytes by file name
	 * @return this
	 */
	public DemoJarBuilder with(Map<String, byte[]> classes) {
		classes.forEach((file, bytes) -> this.classes.put(CLASSES + file, bytes));
		return this;
	}

	/**
	 * Write the variant; a file that is there is overwritten.
	 * @return the jar
	 */
	public DemoJar write() {
		if (this.target.toAbsolutePath().equals(this.jar.toAbsolutePath())) {
			throw new IllegalStateException("A jar cannot be a copy of itself: " + this.jar);
		}
		try (ZipFile source = new ZipFile(this.jar.toFile());
				ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(this.target))) {
			copy(source, out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return DemoJar.of(this.target);
	}

	/**
	 * The configuration comes where a build would put it, so that everything after it
	 * lies elsewhere than in the other version.
	 */
	private void copy(ZipFile source, ZipOutputStream out) throws IOException {
		List<? extends ZipEntry> entries = Collections.list(source.entries());
		int place = lastOf(entries);
		for (int i = 0; i < entries.size(); i++) {
			ZipEntry entry = entries.get(i);
			if (!entry.getName().equals(CONFIGURATION) && !this.classes.containsKey(entry.getName())) {
				copy(source, entry, out);
			}
			if (i == place) {
				writeConfiguration(source, out);
				for (Map.Entry<String, byte[]> file : this.classes.entrySet()) {
					write(file.getKey(), file.getValue(), out);
				}
			}
		}
	}

	/**
	 * The configuration's own place or, if there is none yet, that of the last class.
	 */
	private static int lastOf(List<? extends ZipEntry> entries) {
		int last = -1;
		for (int i = 0; i < entries.size(); i++) {
			String name = entries.get(i).getName();
			if (name.equals(CONFIGURATION)) {
				return i;
			}
			if (name.startsWith(CLASSES)) {
				last = i;
			}
		}
		if (last < 0) {
			throw new IllegalStateException("Not an executable jar of Spring Boot, it has no " + CLASSES);
		}
		return last;
	}

	private void copy(ZipFile source, ZipEntry entry, ZipOutputStream out) throws IOException {
		byte[] replacement = this.classes.get(entry.getName());
		if (replacement != null) {
			write(entry.getName(), replacement, out);
			return;
		}
		ZipEntry copy = new ZipEntry(entry);
		if (entry.getMethod() == ZipEntry.DEFLATED) {
			// Packed again, perhaps by another zlib.
			copy.setCompressedSize(-1);
		}
		out.putNextEntry(copy);
		try (InputStream in = source.getInputStream(entry)) {
			in.transferTo(out);
		}
		out.closeEntry();
	}

	private void writeConfiguration(ZipFile source, ZipOutputStream out) throws IOException {
		Properties merged = new Properties();
		ZipEntry existing = source.getEntry(CONFIGURATION);
		if (existing != null) {
			try (InputStream in = source.getInputStream(existing)) {
				merged.load(in);
			}
		}
		merged.putAll(this.properties);
		write(CONFIGURATION, text(merged).getBytes(StandardCharsets.ISO_8859_1), out);
	}

	private static void write(String name, byte[] content, ZipOutputStream out) throws IOException {
		ZipEntry entry = new ZipEntry(name);
		entry.setTimeLocal(ZIP_EPOCH);
		out.putNextEntry(entry);
		out.write(content);
		out.closeEntry();
	}

	/**
	 * Without the date that {@link Properties} puts in front: the same version is the
	 * same file.
	 */
	private static String text(Properties properties) throws IOException {
		StringWriter text = new StringWriter();
		properties.store(text, null);
		return text.toString()
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.sorted()
			.collect(Collectors.joining("\n", "", "\n"));
	}

}
