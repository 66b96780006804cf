// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.List;

/**
 * Numbers as a row of bars.
 */
final class Sparkline {

	private static final String BARS = "▁▂▃▄▅▆▇█";

	private static final String PLAIN = "_.-=+*%#";

	private Sparkline() {
	}

	/**
	 * Draw numbers.
	 * @param values the numbers, of which the last are drawn if there is no room for all
	 * @param width the number of characters
	 * @param unicode whether the terminal can show bars
	 * @return exactly so many characters, the latest number at the right
	 */
	static String of(List<Double> values, int width, boolean unicode) {
		String bars = unicode ? BARS : PLAIN;
		List<Double> last = values.subList(Math.max(0, values.size() - width), values.size());
		double max = last.stream().mapToDouble(Double::doubleValue).max().orElse(0);
		StringBuilder line = new StringBuilder(" ".repeat(Math.max(0, width - last.size())));
		for (double value : last) {
			int height = (max > 0) ? (int) Math.ceil(value / max * (bars.length() - 1)) : 0;
			line.append(bars.charAt(Math.max(0, height)));
		}
		return line.toString();
	}

}
