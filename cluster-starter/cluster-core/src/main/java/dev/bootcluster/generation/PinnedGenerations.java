// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.WriteFailure;
import dev.bootcluster.process.JavaInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Generations in the cluster's directory: {@code cluster-generations/<n>} holds what
 * belongs to one generation alone; the artifact store holds the code.
 */
public final class PinnedGenerations implements Generations, AutoCloseable {

	/**
	 * The directory of all generations within the cluster's directory.
	 */
	public static final String DIRECTORY = "cluster-generations";

	/**
	 * The directory of artifacts that are not shared, within the cluster's directory.
	 */
	public static final String ARTIFACTS = "cluster-artifacts";

	private static final Log logger = LogFactory.getLog(PinnedGenerations.class);

	private static final long PATIENCE_SECONDS = 5;

	private final Map<Integer, Generation> generations = new ConcurrentHashMap<>();

	/**
	 * Nothing else can restore them: the files they were read from may have changed.
	 */
	private final Map<Integer, byte[]> configurations = new ConcurrentHashMap<>();

	private final Path directory;

	private final JavaInvocation application;

	private final ArtifactStore artifacts;

	private final PlanRun plan;

	private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "cluster-generations");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Create the generations of a cluster.
	 * @param directory the cluster's directory
	 * @param application how to run the application from its original location
	 * @param artifacts where code is kept
	 */
	public PinnedGenerations(Path directory, JavaInvocation application, ArtifactStore artifacts) {
		this.directory = directory.resolve(DIRECTORY);
		this.application = application;
		this.artifacts = artifacts;
		this.plan = new PlanRun();
	}

	/**
	 * Add the first generation, whose configuration the primary itself has resolved.
	 * @param artifact its code
	 * @param settings what its configuration says about workers
	 * @param configuration writes the configuration to a file
	 * @throws IOException if it cannot be stored
	 * @throws GenerationException if it cannot be started
	 */
	public void first(Artifact artifact, GenerationSettings settings, ConfigurationWriter configuration)
			throws IOException {
		Path home = create(1);
		configuration.write(Generation.configuration(home));
		GenerationSettings own = settings;
		if (!settings.environment().isEmpty()) {
			// The workers' own environment may select profiles, and these other settings.
			own = this.plan.plan(artifact, home, Generation.configuration(home), settings.environment());
		}
		add(new Generation(1, home, artifact, own));
		this.artifacts.retain(Set.of(artifact));
	}

	private synchronized void add(Generation generation) throws IOException {
		this.configurations.put(generation.number(), Files.readAllBytes(generation.configuration()));
		this.generations.put(generation.number(), generation);
	}

	/**
	 * Write the configuration of all generations again where something has deleted it.
	 * Thread-safe.
	 * @return the names of the files that were missing
	 * @throws IOException if one cannot be written
	 */
	public synchronized List<String> restoreFiles() throws IOException {
		List<String> missing = new ArrayList<>();
		for (Generation generation : this.generations.values()) {
			Path file = generation.configuration();
			byte[] configuration = this.configurations.get(generation.number());
			if (configuration != null && !Files.exists(file)) {
				write(file, configuration);
				missing.add("%s/%d/%s".formatted(DIRECTORY, generation.number(), file.getFileName()));
			}
		}
		return missing;
	}

	private static void write(Path file, byte[] content) throws IOException {
		try {
			OwnerOnly.createDirectories(Objects.requireNonNull(file.getParent()));
			Files.write(file, content);
		}
		catch (IOException ex) {
			throw new WriteFailure(file, ex);
		}
	}

	@Override
	public Generation get(int number) {
		Generation generation = this.generations.get(number);
		if (generation == null) {
			throw new IllegalArgumentException("There is no generation " + number);
		}
		return generation;
	}

	private Generation latest() {
		return get(Collections.max(this.generations.keySet()));
	}

	@Override
	public CompletableFuture<Generation> prepare(int number) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				restoreFiles();
				Path home = create(number);
				Artifact artifact = this.artifacts.pin(this.application);
				Generation generation = new Generation(number, home, artifact,
						this.plan.plan(artifact, home, latest().configuration()));
				add(generation);
				return generation;
			}
			catch (IOException ex) {
				throw new GenerationException("Generation %d cannot be started: %s".formatted(number, ex.getMessage()),
						List.of());
			}
		}, this.executor);
	}

	@Override
	public void restore(int number) {
		this.executor.execute(() -> {
			Generation generation = this.generations.get(number);
			if (generation != null && !generation.artifact().isIntact()) {
				restore(generation);
			}
		});
	}

	/**
	 * Only unchanged application files can restore the code.
	 */
	private void restore(Generation generation) {
		try {
			Artifact artifact = this.artifacts.pin(this.application);
			if (artifact.directory().equals(generation.artifact().directory())) {
				logger.info("The code of generation %d has been restored".formatted(generation.number()));
				return;
			}
			logger.error(("The code of generation %d in %s was changed or deleted and cannot be restored: "
					+ "the application's files have changed, too. Reload to run them as they are now")
				.formatted(generation.number(), generation.artifact().directory()));
		}
		catch (IOException ex) {
			logger.error("The code of generation %d in %s was changed or deleted and cannot be restored: %s"
				.formatted(generation.number(), generation.artifact().directory(), ex.getMessage()));
		}
	}

	private Path create(int number) throws IOException {
		Path home = this.directory.resolve(Integer.toString(number));
		PinnedFiles.delete(home);
		try {
			return OwnerOnly.createDirectories(home);
		}
		catch (IOException ex) {
			throw new WriteFailure(home, ex);
		}
	}

	@Override
	public void retain(Set<Integer> numbers) {
		this.executor.execute(() -> {
			forgetOthers(numbers);
			this.artifacts.retain(this.generations.values().stream().map(Generation::artifact).toList());
		});
	}

	private synchronized void forgetOthers(Set<Integer> numbers) {
		this.generations.keySet().retainAll(numbers);
		this.configurations.keySet().retainAll(numbers);
		try (Stream<Path> homes = Files.list(this.directory)) {
			for (Path home : homes.toList()) {
				if (this.generations.values().stream().noneMatch((other) -> other.directory().equals(home))) {
					PinnedFiles.delete(home);
				}
			}
		}
		catch (IOException ex) {
			logger.warn("Could not delete unused generations: " + ex);
		}
	}

	/**
	 * Stop any preparation and wait for it to end, so nothing more is written to the
	 * directory.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			if (!this.executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("A generation is still being prepared; its files may be left behind");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Writes a resolved configuration.
	 */
	@FunctionalInterface
	public interface ConfigurationWriter {

		/**
		 * Write the configuration.
		 * @param file the file to write
		 * @throws IOException if it cannot be written
		 */
		void write(Path file) throws IOException;

	}

}
