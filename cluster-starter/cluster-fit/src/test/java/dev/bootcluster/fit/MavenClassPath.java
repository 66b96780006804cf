// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/**
 * The class path that Maven gives an application at run time, with the user's settings
 * and local repository, and with our modules as this build has made them.
 */
final class MavenClassPath {

	private static final Context MAVEN = Runtimes.INSTANCE.getRuntime()
		.create(ContextOverrides.create().withUserSettings(true).build());

	private static final Map<String, List<Path>> RESOLVED = new ConcurrentHashMap<>();

	private MavenClassPath() {
	}

	/**
	 * Resolve an application's dependencies.
	 * @param application the application
	 * @return jars, and directories where our modules are not packaged
	 */
	static List<Path> of(Recipe application) {
		return RESOLVED.computeIfAbsent(application.pom(), (pom) -> resolve(application, pom));
	}

	private static List<Path> resolve(Recipe application, String pom) {
		try {
			Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "fit")), "pom-");
			Files.writeString(directory.resolve("pom.xml"), pom);
			DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(
					MAVEN.repositorySystemSession());
			session.setWorkspaceReader(new Reactor(directory.toAbsolutePath(), application.version()));
			return resolve(session, new DefaultArtifact(Recipe.GROUP, "app", "pom", application.version()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RepositoryException ex) {
			throw new IllegalStateException("%s with %s cannot be resolved: %s".formatted(application.name(),
					application.boot(), ex.getMessage()), ex);
		}
	}

	private static List<Path> resolve(DefaultRepositorySystemSession session, Artifact application)
			throws RepositoryException {
		ArtifactDescriptorResult pom = read(session, application);
		CollectRequest dependencies = new CollectRequest(pom.getDependencies(), pom.getManagedDependencies(),
				MAVEN.remoteRepositories());
		dependencies.setRootArtifact(application);
		DependencyRequest request = new DependencyRequest(dependencies,
				DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
		return MAVEN.repositorySystem()
			.resolveDependencies(session, request)
			.getArtifactResults()
			.stream()
			.map(ArtifactResult::getArtifact)
			.filter((artifact) -> artifact.getExtension().equals("jar"))
			.map((artifact) -> artifact.getFile().toPath())
			.toList();
	}

	/**
	 * Maven passes over a library's POM that it cannot read, but not over ours.
	 */
	private static ArtifactDescriptorResult read(DefaultRepositorySystemSession session, Artifact application)
			throws RepositoryException {
		DefaultRepositorySystemSession strict = new DefaultRepositorySystemSession(session);
		strict.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false));
		return MAVEN.repositorySystem()
			.readArtifactDescriptor(strict,
					new ArtifactDescriptorRequest(application, MAVEN.remoteRepositories(), null));
	}

}
