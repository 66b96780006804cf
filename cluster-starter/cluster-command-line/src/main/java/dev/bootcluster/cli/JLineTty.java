// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal of this process.
 */
final class JLineTty implements Tty {

	/**
	 * The alternate screen, without a cursor (xterm's control sequences).
	 */
	private static final String ENTER = "\033[?1049h\033[?25l\033[2J";

	private static final String LEAVE = "\033[?25h\033[?1049l";

	private static final String HOME = "\033[H";

	private static final String END_OF_LINE = "\033[K\r\n";

	private static final String REST_OF_SCREEN = "\033[J";

	private final Terminal terminal;

	private final Attributes before;

	private boolean closed;

	private JLineTty(Terminal terminal) {
		this.terminal = terminal;
		this.before = terminal.enterRawMode();
		write(ENTER);
	}

	/**
	 * Take over the terminal.
	 * @throws IOException if there is none that can do this
	 */
	static JLineTty open() throws IOException {
		return new JLineTty(TerminalBuilder.builder().system(true).dumb(false).build());
	}

	@Override
	public int width() {
		int width = this.terminal.getSize().getColumns();
		return (width > 0) ? width : 80;
	}

	@Override
	public int height() {
		int height = this.terminal.getSize().getRows();
		return (height > 0) ? height : 24;
	}

	@Override
	public boolean unicode() {
		return StandardCharsets.UTF_8.equals(this.terminal.encoding());
	}

	@Override
	public void draw(List<String> lines) {
		write(HOME + String.join(END_OF_LINE, lines) + "\033[K" + REST_OF_SCREEN);
	}

	@Override
	public int key(Duration patience) {
		try {
			return this.terminal.reader().read(Math.max(1, patience.toMillis()));
		}
		catch (IOException ex) {
			return END;
		}
	}

	private void write(String text) {
		PrintWriter writer = this.terminal.writer();
		writer.write(text);
		writer.flush();
	}

	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		write(LEAVE);
		this.terminal.setAttributes(this.before);
		try {
			this.terminal.close();
		}
		catch (IOException ex) {
			// It is restored already.
		}
	}

}
