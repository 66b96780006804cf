// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bootcluster.process.ControlGroup;

/**
 * Counts the processes the kernel has killed for lack of memory in this process's control
 * group, which the workers share. The kernel raises the count before it kills.
 */
public final class OutOfMemoryKillCount implements Supplier<OptionalLong> {

	private static final Pattern COUNT = Pattern.compile("(?m)^oom_kill (\\d+)$");

	private final Path root;

	/**
	 * Create a counter.
	 * @param root the root of the file system
	 */
	public OutOfMemoryKillCount(Path root) {
		this.root = root;
	}

	/**
	 * Return the current count, empty if unknown.
	 */
	@Override
	public OptionalLong get() {
		return files().map(OutOfMemoryKillCount::read)
			.filter(OptionalLong::isPresent)
			.findFirst()
			.orElse(OptionalLong.empty());
	}

	/**
	 * Return where the count may be, best place first. A container sees its own group at
	 * the root, whatever its path is outside.
	 */
	private Stream<Path> files() {
		Path groups = this.root.resolve("sys/fs/cgroup");
		Path memory = groups.resolve("memory");
		return Stream.of(groups.resolve(group(ControlGroup.VERSION_2)).resolve("memory.events"),
				groups.resolve("memory.events"), memory.resolve(group("memory")).resolve("memory.oom_control"),
				memory.resolve("memory.oom_control"), this.root.resolve("proc/vmstat"));
	}

	/**
	 * Fall back to the group at the root.
	 */
	private String group(String controller) {
		return Objects.requireNonNullElse(ControlGroup.find(this.root, controller), "");
	}

	private static OptionalLong read(Path file) {
		try {
			Matcher count = COUNT.matcher(Files.readString(file));
			return count.find() ? OptionalLong.of(Long.parseLong(count.group(1))) : OptionalLong.empty();
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
	}

}
