// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.jspecify.annotations.Nullable;

/**
 * Our own modules as this build has made them, to a resolver that would otherwise look
 * for a release, and the application that is resolved.
 */
final class Reactor implements WorkspaceReader {

	static final String GROUP = "dev.bootcluster";

	private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

	private static final Map<String, Path> MODULES = modules();

	private static final String VERSION = model(ROOT).getVersion();

	private static final List<Path> CLASS_PATH = Stream
		.of(System.getProperty("java.class.path").split(File.pathSeparator))
		.map(Path::of)
		.toList();

	private final WorkspaceRepository repository = new WorkspaceRepository("reactor");

	private final Path application;

	private final String version;

	/**
	 * Create a reactor with an application.
	 * @param application the directory of its POM
	 * @param version its version
	 */
	Reactor(Path application, String version) {
		this.application = application;
		this.version = version;
	}

	/**
	 * Return our version.
	 */
	static String version() {
		return VERSION;
	}

	/**
	 * Return the names of the modules that applications may use.
	 */
	static List<String> published() {
		return model(Objects.requireNonNull(MODULES.get("cluster-bom"))).getDependencyManagement()
			.getDependencies()
			.stream()
			.map(Dependency::getArtifactId)
			.toList();
	}

	/**
	 * Return whether a resolved file is what one of our modules was compiled to.
	 */
	static boolean made(Path file) {
		return MODULES.values().stream().anyMatch((module) -> file.startsWith(module.resolve("target")));
	}

	@Override
	public WorkspaceRepository getRepository() {
		return this.repository;
	}

	@Override
	public @Nullable File findArtifact(Artifact artifact) {
		boolean pom = artifact.getExtension().equals("pom");
		if (pom && artifact.getGroupId().equals(Recipe.GROUP)) {
			return this.application.resolve("pom.xml").toFile();
		}
		Path module = artifact.getGroupId().equals(GROUP) ? MODULES.get(artifact.getArtifactId()) : null;
		if (module == null || !artifact.getClassifier().isEmpty()) {
			return null;
		}
		return pom ? module.resolve("pom.xml").toFile() : output(module);
	}

	/**
	 * A jar, or a directory of classes if the build has not come to packaging.
	 */
	private static @Nullable File output(Path module) {
		return CLASS_PATH.stream()
			.filter((entry) -> entry.startsWith(module.resolve("target")) && !entry.toString().endsWith("-tests.jar"))
			.findFirst()
			.map(Path::toFile)
			.orElse(null);
	}

	@Override
	public List<String> findVersions(Artifact artifact) {
		return switch (artifact.getGroupId()) {
			case GROUP -> List.of(VERSION);
			case Recipe.GROUP -> List.of(this.version);
			default -> List.of();
		};
	}

	private static Map<String, Path> modules() {
		Map<String, Path> modules = new TreeMap<>();
		addModules(ROOT, modules);
		return modules;
	}

	private static void addModules(Path directory, Map<String, Path> modules) {
		Model model = model(directory);
		modules.put(model.getArtifactId(), directory);
		model.getModules().forEach((module) -> addModules(directory.resolve(module), modules));
	}

	private static Model model(Path directory) {
		try (Reader pom = Files.newBufferedReader(directory.resolve("pom.xml"))) {
			return new MavenXpp3Reader().read(pom);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Run the tests in their module's directory", ex);
		}
		catch (XmlPullParserException ex) {
			throw new IllegalStateException(directory + " has no valid pom.xml", ex);
		}
	}

}
