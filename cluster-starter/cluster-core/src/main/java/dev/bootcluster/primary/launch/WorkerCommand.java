// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.bootcluster.generation.ClassArchive;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmVariables;
import dev.bootcluster.process.ListeningPorts;
import org.jspecify.annotations.Nullable;

/**
 * The command that starts a worker: the application's own command, made to run as a
 * worker.
 */
public final class WorkerCommand {

	private final PrimarySettings settings;

	private final int port;

	/**
	 * Create a command.
	 * @param settings what the primary is asked to run
	 * @param port the port clients connect to
	 */
	public WorkerCommand(PrimarySettings settings, int port) {
		this.settings = settings;
		this.port = port;
	}

	List<String> words(WorkerIdentity identity, Generation generation, boolean terminal) {
		JavaInvocation application = generation.artifact().invocation();
		List<String> words = new ArrayList<>();
		words.add(application.java().toString());
		ClassArchive archive = archive(generation);
		words.addAll(jvmArguments(generation, identity, archive != null));
		if (archive != null && identity.trainee()) {
			words.addAll(archive.trainOptions());
		}
		else if (archive != null && archive.exists()) {
			words.add(archive.useOption());
		}
		words.addAll(launch(identity, generation, terminal).toOptions());
		words.add("-Dspring.devtools.restart.enabled=false");
		words.addAll(application.words());
		return words;
	}

	private WorkerLaunch launch(WorkerIdentity identity, Generation generation, boolean terminal) {
		HandoffSettings handoff = this.settings.handoff();
		return new WorkerLaunch(identity.slot(), identity.generation(), identity.launch(), handoff.directory(),
				generation.artifact().directory(), generation.configuration(), this.port, handoff.policy().isShared(),
				generation.settings().drainTimeout(), terminal);
	}

	private List<String> jvmArguments(Generation generation, WorkerIdentity identity, boolean archived) {
		List<String> options = jvmArguments(generation, identity.slot());
		if (identity.trainee()) {
			// It serves nobody, and the slot in its ports is not a worker's.
			options = options.stream().filter((option) -> !JvmOption.mayListen(option)).toList();
		}
		else {
			WorkerOptions own = WorkerOptions.of(generation.settings().jvmArgs());
			options = new SlotPorts(own, this.settings.workers() + this.settings.spares()).free(options,
					identity.slot(),
					own.listening(identity.slot()).isEmpty() ? ListeningPorts.NONE : ListeningPorts.all());
		}
		return archived ? ClassArchive.withoutOther(options) : options;
	}

	private List<String> jvmArguments(Generation generation, int slot) {
		return JvmArguments.forWorker(generation.artifact().invocation(), generation.settings().jvmArgs(), slot,
				Share.of(this.settings.workers(), this.settings.spares(), this.settings.processors()));
	}

	/**
	 * Return the class archive that workers of a generation use once it is trained,
	 * {@code null} if they use none.
	 */
	public @Nullable ClassArchive archive(Generation generation) {
		List<String> jvmArguments = jvmArguments(generation, 0);
		boolean wanted = generation.settings().classArchive() && ClassArchive.isPossible(generation, jvmArguments);
		return wanted ? ClassArchive.of(generation, jvmArguments) : null;
	}

	/**
	 * Adapt the environment a worker inherits.
	 */
	void environment(Generation generation, Map<String, String> environment) {
		JvmVariables.apply(generation.settings().environment(), environment);
		this.settings.properties().forEach((name, value) -> environment.put(variable(name), value));
	}

	/**
	 * Return the environment variable that sets a property (dots become underscores,
	 * dashes are dropped, upper case), so that secrets stay off the command line.
	 */
	private static String variable(String property) {
		return property.replace(".", "_").replace("-", "").toUpperCase(Locale.ROOT);
	}

}
