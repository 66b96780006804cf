// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/**
 * An application as a jar whose manifest names its libraries, as Spring Boot's own tools
 * extract one. All applications share one directory of libraries, which they find beside
 * their own.
 */
final class AppJar {

	private static final Path HOME = Path.of("target", "fit").toAbsolutePath();

	private static final Path LIBRARIES = HOME.resolve("lib");

	private static final Map<Recipe, Path> BUILT = new ConcurrentHashMap<>();

	private static final Set<Path> STORED = new HashSet<>();

	private AppJar() {
	}

	/**
	 * Build an application, unless that was done.
	 * @param application what it is built from
	 * @return the jar
	 */
	static Path of(Recipe application) {
		return BUILT.computeIfAbsent(application, (recipe) -> {
			try {
				return build(recipe.withMain());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/**
	 * Bring a jar to the place where it is started, in one step.
	 * @param jar the jar
	 * @param target the place, in a directory of {@link #newDirectory}
	 */
	static void deploy(Path jar, Path target) {
		Path aside = target.resolveSibling(target.getFileName() + ".new");
		try {
			Files.copy(jar, aside, StandardCopyOption.REPLACE_EXISTING);
			Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Create a directory beside that of the libraries.
	 * @param name how its name begins
	 */
	static Path newDirectory(String name) {
		try {
			return Files.createTempDirectory(Files.createDirectories(HOME), name + "-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path build(Recipe application) throws IOException {
		List<Path> classPath = MavenClassPath.of(application);
		Path directory = newDirectory(application.name() + "-" + application.boot().version());
		Path classes = Files.createDirectory(directory.resolve("classes"));
		compile(write(application, directory.resolve("sources"), classes), classPath, classes);
		Manifest manifest = manifest();
		Attributes attributes = manifest.getMainAttributes();
		attributes.put(Name.MAIN_CLASS, application.mainClass());
		attributes.put(Name.CLASS_PATH,
				store(classPath).stream().map((library) -> "../lib/" + library).collect(Collectors.joining(" ")));
		// Netty loads its native transport; JDK 24 and newer warn otherwise (JEP 472).
		attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
		return pack(classes, manifest, directory.resolve("app.jar"));
	}

	/**
	 * Sources get a directory of their own, resources lie beside the classes.
	 */
	private static List<Path> write(Recipe application, Path sources, Path resources) throws IOException {
		List<Path> written = new ArrayList<>();
		for (Entry<String, String> file : application.files().entrySet()) {
			boolean source = file.getKey().endsWith(".java");
			Path path = (source ? sources : resources).resolve(file.getKey());
			Files.createDirectories(path.getParent());
			Files.writeString(path, file.getValue());
			if (source) {
				written.add(path);
			}
		}
		return written;
	}

	/**
	 * Compile sources as Spring Boot's build plugins do.
	 * @param sources the files
	 * @param classPath what they use
	 * @param classes where to write the classes
	 */
	static void compile(List<Path> sources, List<Path> classPath, Path classes) {
		List<String> arguments = new ArrayList<>(
				List.of("-d", classes.toString(), "-parameters", "--release", "17", "-proc:none", "-nowarn", "-cp",
						classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
		sources.forEach((source) -> arguments.add(source.toString()));
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		if (ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new)) != 0) {
			throw new IllegalArgumentException(errors.toString(StandardCharsets.UTF_8));
		}
	}

	/**
	 * Put libraries into the directory of all.
	 * @return their names there
	 */
	private static List<String> store(List<Path> classPath) throws IOException {
		List<String> names = new ArrayList<>();
		for (Path library : classPath) {
			String name = Files.isDirectory(library) ? library.getParent().getParent().getFileName() + ".jar"
					: library.getFileName().toString();
			store(library, LIBRARIES.resolve(name));
			names.add(name);
		}
		return names;
	}

	private static void store(Path library, Path target) throws IOException {
		synchronized (STORED) {
			if (!STORED.add(library)) {
				return;
			}
			Files.createDirectories(LIBRARIES);
			Files.deleteIfExists(target);
			if (Files.isDirectory(library)) {
				pack(library, manifest(), target);
				return;
			}
			try {
				Files.createLink(target, library);
			}
			catch (FileSystemException ex) {
				Files.copy(library, target);
			}
		}
	}

	private static Manifest manifest() {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
		return manifest;
	}

	/**
	 * Spring finds components in a package only if the jar has an entry for its
	 * directory.
	 */
	private static Path pack(Path directory, Manifest manifest, Path jar) throws IOException {
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(out, manifest);
				Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter((path) -> !path.equals(directory)).sorted().toList()) {
				String name = directory.relativize(file).toString();
				if (name.equals("META-INF/MANIFEST.MF")) {
					continue;
				}
				entries.putNextEntry(new JarEntry(Files.isDirectory(file) ? name + "/" : name));
				if (Files.isRegularFile(file)) {
					Files.copy(file, entries);
				}
				entries.closeEntry();
			}
		}
		return jar;
	}

}
