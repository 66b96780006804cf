// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resident memory of this process (proc(5), {@code VmRSS}).
 */
final class ResidentMemory {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

	private ResidentMemory() {
	}

	/**
	 * Resident memory in bytes, 0 if the system does not report it.
	 */
	static long bytes() {
		try {
			Matcher rss = RSS.matcher(Files.readString(STATUS));
			return rss.find() ? Long.parseLong(rss.group(1)) * 1024 : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
