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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Copies what a child process prints to this process's output, whole lines at a time so
 * that children do not break into each other's lines, and remembers the last lines.
 */
public final class OutputPump implements Runnable {

	/**
	 * Longer lines are passed on in parts.
	 */
	private static final int LONGEST = 64 * 1024;

	private final InputStream from;

	private final PrintStream to;

	private final LastLines lastLines;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	public OutputPump(InputStream from, PrintStream to, LastLines lastLines) {
		this.from = from;
		this.to = to;
		this.lastLines = lastLines;
	}

	@Override
	public void run() {
		byte[] buffer = new byte[8192];
		try (this.from) {
			int count;
			while ((count = this.from.read(buffer)) != -1) {
				pass(buffer, count);
			}
		}
		catch (IOException ex) {
			// The process is gone.
		}
		if (this.line.size() > 0) {
			endLine();
			this.to.flush();
		}
	}

	private void pass(byte[] buffer, int count) {
		int from = 0;
		for (int i = 0; i < count; i++) {
			if (buffer[i] == '\n' || this.line.size() + i - from >= LONGEST) {
				this.line.write(buffer, from, i + 1 - from);
				endLine();
				from = i + 1;
			}
		}
		this.line.write(buffer, from, count - from);
		this.to.flush();
	}

	private void endLine() {
		byte[] bytes = this.line.toByteArray();
		this.line.reset();
		this.to.write(bytes, 0, bytes.length);
		this.lastLines.add(new String(bytes, Charset.defaultCharset()).stripTrailing());
	}

}
