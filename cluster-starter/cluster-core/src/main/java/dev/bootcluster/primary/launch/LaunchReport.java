// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.bootcluster.generation.ClassArchive;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmPurpose;

/**
 * What a user should know of JVM options that mean something else in a cluster.
 */
public final class LaunchReport {

	/**
	 * The number after {@code address=} or {@code port=}, else the first of an agent's
	 * options.
	 */
	private static final Pattern PORT = Pattern
		.compile("(.*?(?:address|port)=(?:[^,=]*[^,=\\d.])?|[^=]*=(?:.*?[^\\d.])??)(\\d{2,5})(?![\\d.])(.*)");

	private static final String ANY_DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address={slot+5005}";

	private final PrimarySettings settings;

	private final Generation generation;

	private final List<String> options;

	private final WorkerOptions own;

	private final List<String> inherited;

	/**
	 * Create a report.
	 * @param settings what the primary is asked to run
	 * @param generation the generation it starts with
	 * @param options the options of this JVM
	 */
	public LaunchReport(PrimarySettings settings, Generation generation, List<String> options) {
		this.settings = settings;
		this.generation = generation;
		this.options = options;
		this.own = WorkerOptions.of(generation.settings().jvmArgs());
		this.inherited = JvmOption.forChild(generation.artifact().invocation().jvmArgs(), JvmPurpose.WORKER);
	}

	/**
	 * Return what works, but not as in a single JVM.
	 * @return the sentences
	 */
	public List<String> notes() {
		List<String> notes = new ArrayList<>();
		addPorts(notes);
		addArchives(notes);
		return notes;
	}

	private void addPorts(List<String> notes) {
		List<String> kept = this.options.stream()
			.filter((option) -> JvmOption.mayListen(option) && !this.inherited.contains(option))
			.toList();
		if (kept.stream().noneMatch((option) -> JvmOption.isDebugger(option) || PORT.matcher(option).matches())) {
			return;
		}
		String note = "The application's code runs in the workers, not in this process, which keeps %s for itself"
			.formatted(String.join(" ", kept));
		if (kept.stream().anyMatch(JvmOption::isDebugger)) {
			note += ". To debug it in this process, set cluster.enabled=false";
		}
		if (this.own.added().stream().noneMatch(JvmOption::mayListen)) {
			note += ". To have the same in worker 1, 2, ... put the slot into the port: cluster.worker.jvm-args="
					+ kept.stream()
						.filter((option) -> option.contains("="))
						.map(LaunchReport::perSlot)
						.collect(Collectors.joining(" "));
		}
		notes.add(note);
	}

	/**
	 * The port itself is the primary's, so the first worker gets the next one. A debugger
	 * that waits for the JVM, as those of IDEs do, cannot wait for several.
	 */
	private static String perSlot(String option) {
		Matcher port = PORT.matcher(option);
		if (JvmOption.isDebugger(option) && (!option.contains("server=y") || !port.matches())) {
			return ANY_DEBUGGER;
		}
		return port.matches() ? "%s{slot+%s}%s".formatted(port.group(1), port.group(2), port.group(3))
			.replace("suspend=y", "suspend=n") : option;
	}

	private void addArchives(List<String> notes) {
		List<String> strict = this.options.stream().filter(JvmOption::isArchiveOrNothing).toList();
		List<String> other = this.inherited.stream().filter(ClassArchive::replaces).toList();
		boolean archived = new WorkerCommand(this.settings, 0).archive(this.generation) != null;
		if (archived && !other.isEmpty()) {
			List<String> all = new ArrayList<>(other);
			all.addAll(strict);
			notes.add(("Workers run without %s: it was made for another place than the copy of the application that "
					+ "they run. They train an archive of their own; cluster.worker.class-archive=off leaves yours to them")
				.formatted(String.join(" ", all)));
			return;
		}
		if (!other.isEmpty()) {
			notes.add(("Workers run a copy of the application, and start more slowly if %s was made for another place")
				.formatted(String.join(" ", other)));
		}
		if (!strict.isEmpty()) {
			notes.add("Workers run without %s, which would keep them from starting if an archive does not fit them"
				.formatted(String.join(" ", strict)));
		}
	}

	/**
	 * Return what will probably go wrong.
	 * @param memory the bytes of memory of the machine or container
	 * @return the sentences
	 */
	public List<String> warnings(long memory) {
		List<String> warnings = new ArrayList<>();
		for (String pattern : this.own.dropped()) {
			if (this.options.stream().noneMatch((option) -> WorkerOptions.matches(pattern, option))) {
				warnings.add("cluster.worker.jvm-args: !%s drops nothing, because no JVM option of this process matches"
					.formatted(pattern));
			}
		}
		int processes = this.settings.workers() + this.settings.spares();
		long heap = HeapOptions
			.max(JvmArguments.forWorker(this.generation.artifact().invocation(), this.generation.settings().jvmArgs(),
					1, Share.of(this.settings.workers(), this.settings.spares(), this.settings.processors())), memory);
		if (heap > memory / processes) {
			warnings
				.add(("The heaps of %d workers may grow to %d MB each, which is more than the %d MB of memory of this "
						+ "machine or container. Set cluster.worker.jvm-args=-Xmx%dm or less, or fewer workers")
					.formatted(processes, heap >> 20, memory >> 20, (memory / 2 / processes) >> 20));
		}
		return warnings;
	}

}
