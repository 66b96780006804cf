// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in columns that are as wide as they must be.
 */
final class Table {

	private final List<List<Cell>> rows = new ArrayList<>();

	/**
	 * Create a table.
	 * @param titles the titles of the columns; that of numbers begins with a blank
	 */
	Table(String... titles) {
		row(List.of(titles).stream().map((title) -> new Cell(title, Colour.DIM)).toArray(Cell[]::new));
	}

	void row(Cell... cells) {
		this.rows.add(List.of(cells));
	}

	/**
	 * Return the lines.
	 * @param colours whether there are colours
	 */
	List<String> lines(boolean colours) {
		return this.rows.stream().map((row) -> line(row, colours)).toList();
	}

	private String line(List<Cell> row, boolean colours) {
		StringBuilder line = new StringBuilder();
		for (int column = 0; column < row.size(); column++) {
			Cell cell = row.get(column);
			String blanks = " ".repeat(width(column) - cell.text().strip().length());
			String text = cell.colour().paint(cell.text().strip(), colours);
			boolean number = this.rows.get(0).get(column).text().startsWith(" ");
			boolean last = column == row.size() - 1;
			line.append((column > 0) ? "  " : "").append(number ? blanks + text : last ? text : text + blanks);
		}
		return line.toString().stripTrailing();
	}

	private int width(int column) {
		return this.rows.stream().mapToInt((row) -> row.get(column).text().strip().length()).max().orElse(0);
	}

	/**
	 * A text in a column.
	 */
	record Cell(String text, Colour colour) {

		Cell(String text) {
			this(text, Colour.NONE);
		}

		Cell(long number) {
			this(Long.toString(number));
		}

	}

}
