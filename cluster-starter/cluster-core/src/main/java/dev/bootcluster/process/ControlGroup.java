// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The control group of this process, which its children share (cgroups(7)).
 */
public final class ControlGroup {

	/**
	 * The name under which the single hierarchy of version 2 is listed.
	 */
	public static final String VERSION_2 = "";

	/**
	 * A line of {@code /proc/self/cgroup}: {@code 0::/path} of version 2, or
	 * {@code 4:memory:/path}.
	 */
	private static final Pattern LINE = Pattern.compile("(?m)^\\d+:([^:\n]*):/(.*)$");

	private ControlGroup() {
	}

	/**
	 * Find the group in the hierarchy of a controller.
	 * @param root the root of the file system
	 * @param controller the controller of version 1, or {@link #VERSION_2}
	 * @return its path below the hierarchy's mount point, {@code null} if unknown
	 */
	public static @Nullable String find(Path root, String controller) {
		try {
			Matcher line = LINE.matcher(Files.readString(root.resolve("proc/self/cgroup")));
			while (line.find()) {
				if (List.of(line.group(1).split(",")).contains(controller)) {
					return line.group(2);
				}
			}
		}
		catch (IOException ex) {
			// Another operating system.
		}
		return null;
	}

}
