// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import org.jline.utils.WCWidth;

/**
 * Text cut to the width of a terminal.
 */
final class FittingText {

	private FittingText() {
	}

	/**
	 * Cut a line.
	 * @param line the line; sequences for colours take no room
	 * @param width how many columns there are
	 * @return what fits, without colours that go on
	 */
	static String of(String line, int width) {
		StringBuilder text = new StringBuilder();
		int columns = 0;
		boolean coloured = false;
		for (int i = 0; i < line.length();) {
			int character = line.codePointAt(i);
			if (character == '\033') {
				int end = line.indexOf('m', i);
				if (end < 0) {
					break;
				}
				text.append(line, i, end + 1);
				coloured = true;
				i = end + 1;
				continue;
			}
			// Tabs would jump, and all else that has no width would not be seen.
			int glyph = (character == '\t') ? ' ' : character;
			columns += Math.max(0, WCWidth.wcwidth(glyph));
			if (columns > width) {
				return coloured ? text + "\033[0m" : text.toString();
			}
			text.appendCodePoint(glyph);
			i += Character.charCount(character);
		}
		return text.toString();
	}

}
