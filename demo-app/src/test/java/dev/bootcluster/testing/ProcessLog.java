// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of a process: its last lines in memory, all of them in a file.
 */
final class ProcessLog {

	private static final int KEPT = 20_000;

	private static final int SHOWN = 60;

	private final Deque<String> lines = new ArrayDeque<>();

	private final Path file;

	private final Pattern marked;

	private int hidden;

	private volatile Optional<MatchResult> mark = Optional.empty();

	/**
	 * Create a log.
	 * @param file the file to write to
	 * @param marked the pattern whose first match is kept for {@link #mark()}
	 */
	ProcessLog(Path file, Pattern marked) {
		this.file = file;
		this.marked = marked;
	}

	/**
	 * Start to read the output, until its end.
	 * @param output standard output and error of the process
	 */
	void pump(InputStream output) {
		Thread thread = new Thread(() -> copy(output), "log " + this.file.getFileName());
		thread.setDaemon(true);
		thread.start();
	}

	private void copy(InputStream output) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
				Writer writer = Files.newBufferedWriter(this.file)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				add(line);
				writer.write("%s %s%n".formatted(LocalTime.now(), line));
				writer.flush();
			}
		}
		catch (IOException ex) {
			add("(log ends here: %s)".formatted(ex.getMessage()));
		}
	}

	private void add(String line) {
		if (this.mark.isEmpty()) {
			Matcher matcher = this.marked.matcher(line);
			if (matcher.find()) {
				this.mark = Optional.of(matcher.toMatchResult());
			}
		}
		synchronized (this.lines) {
			this.lines.addLast(line);
			if (this.lines.size() > KEPT) {
				this.lines.removeFirst();
				this.hidden = Math.max(0, this.hidden - 1);
			}
		}
	}

	Optional<MatchResult> mark() {
		return this.mark;
	}

	/**
	 * Leave out of {@link #lines()} what there is now.
	 */
	void begin() {
		synchronized (this.lines) {
			this.hidden = this.lines.size();
		}
	}

	List<String> lines() {
		synchronized (this.lines) {
			return this.lines.stream().skip(this.hidden).toList();
		}
	}

	List<String> allLines() {
		synchronized (this.lines) {
			return List.copyOf(this.lines);
		}
	}

	/**
	 * The end of the log, for the message of a failure.
	 * @return the last lines under the name of the file
	 */
	String tail() {
		List<String> lines = allLines();
		List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
		return "--- last lines of %s%n%s".formatted(this.file, String.join(System.lineSeparator(), last));
	}

}
