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

package dev.bootcluster.bootstrap;

import java.util.List;

import dev.bootcluster.process.CommandLine;

/**
 * JVM options written on one line, as in a shell.
 *
 * @param words the options
 */
public record JvmWords(List<String> words) {

	/**
	 * Parse a line. Called by Boot's conversion service.
	 * @param line options separated by spaces; an option that contains a space is quoted
	 * @return the options
	 * @throws IllegalArgumentException if a quote is not closed
	 */
	public static JvmWords of(String line) {
		return new JvmWords(CommandLine.split(line));
	}

}
