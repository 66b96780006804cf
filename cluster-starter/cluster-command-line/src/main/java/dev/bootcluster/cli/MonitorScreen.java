// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bootcluster.cli.Table.Cell;

/**
 * Draws the monitor: workers above, their log below, keys at the bottom.
 *
 * @param width the terminal's columns
 * @param height the terminal's lines
 * @param colours whether there are colours
 * @param unicode whether there are characters beyond ASCII
 */
record MonitorScreen(int width, int height, boolean colours, boolean unicode) {

	private static final String KEYS = "r reload   s restart   + - scale   q quit";

	/**
	 * The columns beside the bars.
	 */
	private static final int FIGURES = 76;

	/**
	 * Lines that are always there: keys, two rulers, and one of log.
	 */
	private static final int REST = 4;

	/**
	 * Draw.
	 * @param title says what runs
	 * @param info the state of the cluster
	 * @param samples rates of its workers
	 * @param log what workers printed, the latest last
	 * @param status what was ordered last, empty if nothing was
	 * @return the lines, no more than the terminal has
	 */
	List<String> lines(String title, JsonValue info, Samples samples, List<PrintedLine> log, String status) {
		List<String> lines = new ArrayList<>(title.lines().toList());
		List<String> workers = workers(info, samples);
		int room = Math.max(1, this.height - lines.size() - REST);
		if (workers.size() > room) {
			int shown = Math.max(1, room - 1);
			int more = workers.size() - shown;
			workers = new ArrayList<>(workers.subList(0, shown));
			workers.add(Colour.DIM.paint("and %d more workers".formatted(more), this.colours));
		}
		lines.addAll(workers);
		lines.add(ruler("log"));
		int rest = Math.max(0, this.height - lines.size() - 2);
		List<PrintedLine> last = log.subList(Math.max(0, log.size() - rest), log.size());
		last.forEach((line) -> lines.add(line.withSlot(this.colours)));
		while (lines.size() < this.height - 2) {
			lines.add("");
		}
		lines.add(ruler(""));
		lines.add(status.isEmpty() ? Colour.DIM.paint(KEYS, this.colours)
				: Colour.BOLD.paint(status, this.colours) + "   " + Colour.DIM.paint(KEYS, this.colours));
		return lines.stream().limit(Math.max(0, this.height)).map((line) -> FittingText.of(line, this.width)).toList();
	}

	private List<String> workers(JsonValue info, Samples samples) {
		Table table = new Table(" SLOT", " PID", "STATE", " GEN", " UPTIME", " CONNS", " REQ/S", " CPU", " MEMORY",
				" RESTARTS", "REQUESTS PER SECOND");
		for (JsonValue worker : info.list("workers")) {
			long slot = worker.number("slot");
			String state = worker.flag("paused") ? "PAUSED" : worker.flag("spare") ? "SPARE" : worker.text("state");
			List<Double> requests = samples.requests(slot);
			table.row(new Cell(slot), new Cell(worker.number("pid")),
					new Cell(state, Colour.ofState(worker.text("state"))), new Cell(worker.number("generation")),
					new Cell(Figures.duration(worker.text("uptime"))), new Cell(worker.number("connections")),
					new Cell(rate(requests)), new Cell(percent(samples.cpu(slot))),
					new Cell(Figures.bytes(worker.number("memory"))), new Cell(worker.number("restarts")),
					new Cell(Sparkline.of(requests, bars(), this.unicode).stripTrailing(), Colour.CYAN));
		}
		for (JsonValue old : info.list("lingering")) {
			table.row(new Cell(old.number("slot")), new Cell(old.number("pid")),
					new Cell(ClusterText.LINGERING, Colour.ofState(ClusterText.LINGERING)),
					new Cell(old.number("generation")), new Cell(Figures.duration(old.text("uptime"))),
					new Cell(old.number("connections")), new Cell("-"), new Cell("-"),
					new Cell(Figures.bytes(old.number("memory"))), new Cell("-"), new Cell(ClusterText.stay(old)));
		}
		return table.lines(this.colours);
	}

	private int bars() {
		return Math.max(8, Math.min(Samples.KEPT, this.width - FIGURES));
	}

	private static String rate(List<Double> requests) {
		return requests.isEmpty() ? "-" : String.format(Locale.ROOT, "%.0f", requests.get(requests.size() - 1));
	}

	private static String percent(double processors) {
		return (processors < 0) ? "-" : String.format(Locale.ROOT, "%.0f%%", 100 * processors);
	}

	private String ruler(String title) {
		String line = this.unicode ? "─" : "-";
		String start = title.isEmpty() ? "" : line.repeat(2) + " " + title + " ";
		return Colour.DIM.paint(start + line.repeat(Math.max(0, this.width - start.length())), this.colours);
	}

}
