// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bootcluster.ipc.CommonFile;
import dev.bootcluster.metrics.Contribution.ProcessId;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What processes have counted, in files that outlive them: one of each process, which it
 * alone writes, and one for those that are gone, into which theirs are folded. A count is
 * in one of them, or in a process that answers, at any time.
 */
final class KeptCounts {

	/**
	 * How many files of processes that are gone there may be.
	 */
	static final int FOLDED_AT = 4;

	/**
	 * How many of the folded processes are remembered: those whose files somebody may be
	 * reading, or that could not be deleted.
	 */
	private static final int REMEMBERED = 1000;

	private static final Log logger = LogFactory.getLog(KeptCounts.class);

	private final String source;

	private final CountFiles files;

	private final CommonFile lock;

	private final LongPredicate alive;

	private final Pattern name;

	private final Pattern unfinished;

	private byte[] written = {};

	/**
	 * Create the counts of a view of the meters.
	 * @param directory where the files are
	 * @param source the name of the view
	 * @param alive tells of a process id whether it is in use
	 */
	KeptCounts(Path directory, String source, LongPredicate alive) {
		this.source = source;
		this.files = new CountFiles(directory);
		this.lock = new CommonFile(directory.resolve(source + ".lock"));
		this.alive = alive;
		this.name = Pattern.compile(Pattern.quote(source) + "-(\\d{1,9})-(\\d{1,18})-(\\d{1,18})");
		this.unfinished = Pattern
			.compile(Pattern.quote(source) + "-.*-(\\d{1,18})" + Pattern.quote(CountFiles.TEMPORARY));
	}

	/**
	 * Keep what this process has counted. Costs little if that has not changed.
	 */
	synchronized void write(Contribution counted) throws IOException {
		byte[] json = MetersJson.write(counted);
		String file = "%s-%d-%d-%d".formatted(this.source, counted.slot(), counted.process().launch(),
				counted.process().pid());
		if (!Arrays.equals(json, this.written) || !Files.exists(this.files.path(file))) {
			this.files.write(file, json);
			this.written = json;
		}
	}

	/**
	 * Return what those have counted that did not answer. The files of processes are read
	 * first: one that is folded meanwhile is in the other file then.
	 * @param answered the processes that answered
	 * @throws IOException if some of it cannot be read
	 */
	synchronized Kept except(Set<ProcessId> answered) throws IOException {
		List<Contribution> processes = new ArrayList<>();
		int gone = 0;
		for (Path file : this.files.list()) {
			ProcessId process = process(file);
			if (process != null && !answered.contains(process)) {
				gone += this.alive.test(process.pid()) ? 0 : 1;
				Contribution counted = read(file, process);
				if (counted != null) {
					processes.add(counted);
				}
			}
		}
		Folded folded = folded();
		processes.removeIf((counted) -> folded.processes().contains(counted.process()));
		processes.addAll(folded.slots());
		Set<ProcessId> dead = new HashSet<>(answered);
		dead.retainAll(folded.processes());
		return new Kept(processes, dead, gone);
	}

	private @Nullable Contribution read(Path file, ProcessId process) throws IOException {
		Contribution counted = this.files.read(file, Contribution.class);
		return (counted != null && counted.process().equals(process)) ? counted : null;
	}

	private @Nullable ProcessId process(Path file) {
		Matcher matcher = this.name.matcher(String.valueOf(file.getFileName()));
		return matcher.matches() ? new ProcessId(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)))
				: null;
	}

	private Folded folded() throws IOException {
		Folded folded = this.files.read(this.files.path(foldedName()), Folded.class);
		return (folded != null) ? folded : new Folded(List.of(), List.of());
	}

	private String foldedName() {
		return this.source + "-gone";
	}

	/**
	 * Fold the files of processes that are gone into one if there are many, unless
	 * another process is doing so. A file whose process is among the folded ones is only
	 * deleted: the one that folded it did not get that far. What cannot be read stays.
	 * @param kept what was kept a moment ago
	 */
	synchronized void fold(Kept kept) throws IOException {
		if (kept.gone() < FOLDED_AT) {
			return;
		}
		// The JDK refuses a second lock in the same JVM instead of waiting for it.
		synchronized (KeptCounts.class) {
			try (var file = this.lock.open(); FileLock held = file.tryLock()) {
				if (held != null) {
					fold();
				}
			}
		}
	}

	private void fold() throws IOException {
		Folded folded = folded();
		if (folded.processes().isEmpty() && Files.exists(this.files.path(foldedName()), LinkOption.NOFOLLOW_LINKS)) {
			// It is not to be trusted, nor to be overwritten.
			return;
		}
		Set<ProcessId> known = new HashSet<>(folded.processes());
		List<Path> done = new ArrayList<>();
		List<Contribution> added = new ArrayList<>();
		for (Path file : this.files.list()) {
			ProcessId process = process(file);
			if (process != null && !this.alive.test(process.pid())) {
				Contribution counted = known.contains(process) ? null : read(file, process);
				if (counted != null) {
					added.add(counted);
				}
				if (counted != null || known.contains(process)) {
					done.add(file);
				}
			}
			else if (isLeftOver(file)) {
				done.add(file);
			}
		}
		if (!added.isEmpty()) {
			this.files.write(foldedName(), bounded(folded, added));
		}
		for (Path file : done) {
			Files.deleteIfExists(file);
		}
	}

	/**
	 * A process was killed while it wrote.
	 */
	private boolean isLeftOver(Path file) {
		Matcher matcher = this.unfinished.matcher(String.valueOf(file.getFileName()));
		return matcher.matches() && !this.alive.test(Long.parseLong(matcher.group(1)));
	}

	private byte[] bounded(Folded folded, List<Contribution> added) {
		byte[] json = MetersJson.write(folded.with(added));
		if (json.length <= MetersJson.MAX_BYTES) {
			return json;
		}
		logger.warn("Workers that are gone have counted in more series than can be kept, counters fall");
		json = MetersJson.write(new Folded(folded.processes(), List.of()).with(added));
		return (json.length <= MetersJson.MAX_BYTES) ? json
				: MetersJson.write(new Folded(folded.processes(), List.of()));
	}

	/**
	 * What was kept.
	 *
	 * @param contributions the counts
	 * @param dead those that answered and are folded by now, so that their counts are
	 * among these
	 * @param gone how many files belong to processes that are gone
	 */
	record Kept(List<Contribution> contributions, Set<ProcessId> dead, int gone) {

	}

	/**
	 * What is folded.
	 *
	 * @param processes the processes whose counts it contains, the last thousand of them
	 * @param slots the counts of each slot
	 */
	record Folded(List<ProcessId> processes, List<Contribution> slots) {

		@SuppressWarnings("NullAway") // JSON may leave them out.
		Folded {
			processes = (processes != null) ? List.copyOf(processes) : List.of();
			slots = (slots != null) ? List.copyOf(slots) : List.of();
		}

		Folded with(List<Contribution> added) {
			List<ProcessId> processes = new ArrayList<>(this.processes);
			added.forEach((counted) -> processes.add(counted.process()));
			List<Contribution> all = new ArrayList<>(added);
			all.sort(Contribution.NEWEST_FIRST);
			all.addAll(this.slots);
			List<Contribution> slots = new ArrayList<>();
			all.stream().map(Contribution::slot).distinct().sorted().forEach((slot) -> {
				MergedFamilies merged = new MergedFamilies();
				all.stream()
					.filter((counted) -> Objects.equals(counted.slot(), slot))
					.forEach((counted) -> merged.add(counted.families(), (labels) -> labels));
				slots.add(new Contribution(slot, ProcessId.SEVERAL, merged.toList()));
			});
			return new Folded(processes.subList(Math.max(0, processes.size() - REMEMBERED), processes.size()), slots);
		}

	}

}
