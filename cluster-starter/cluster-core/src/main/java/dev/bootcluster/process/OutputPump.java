// SPDX-License-Identifier: Apache-2.0

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
