/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
