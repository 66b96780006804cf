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

package dev.bootcluster.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last lines a process printed, limited in number and length.
 */
public final class LastLines {

	private static final int LINES = 50;

	private static final int LENGTH = 2000;

	private final Deque<String> lines = new ArrayDeque<>();

	/**
	 * Remember a line.
	 * @param line the line
	 */
	public synchronized void add(String line) {
		if (this.lines.size() == LINES) {
			this.lines.removeFirst();
		}
		this.lines.addLast((line.length() > LENGTH) ? line.substring(0, LENGTH) : line);
	}

	/**
	 * Return the last lines.
	 * @return the lines, the oldest first
	 */
	public synchronized List<String> get() {
		return List.copyOf(this.lines);
	}

}
