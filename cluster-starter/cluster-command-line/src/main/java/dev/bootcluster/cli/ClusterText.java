// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bootcluster.cli.Table.Cell;

/**
 * The cluster's state as text.
 */
final class ClusterText {

	/**
	 * The state of a replaced worker that lives on for its sessions.
	 */
	static final String LINGERING = "LINGERING";

	private ClusterText() {
	}

	/**
	 * Write a title: what runs, how it is doing, and who runs it.
	 * @param info the state of the cluster
	 * @param directory the cluster's directory
	 */
	static String title(JsonValue info, Path directory, boolean colours) {
		String state = info.text("state");
		JsonValue primary = info.get("primary");
		String what = KnownCluster.in(directory)
			.map((cluster) -> "%s on port %d".formatted(fileName(cluster.name()), cluster.application().port()))
			.orElse("cluster in " + directory);
		return "%s: %s, generation %d, primary %d, up %s, %d handoffs%s, %d pending%s".formatted(
				Colour.BOLD.paint(what, colours), Colour.ofState(state).paint(state, colours),
				info.number("generation"), primary.number("pid"), Figures.duration(primary.text("uptime")),
				primary.number("handoffs"), balancing(info.get("balancing")), primary.number("pending"), reason(info));
	}

	private static String balancing(JsonValue balancing) {
		if (balancing.isMissing()) {
			return "";
		}
		double skew = balancing.decimal("skew");
		return (skew > 0) ? String.format(Locale.ROOT, " by %s, skew %.2f", balancing.text("policy"), skew)
				: " by " + balancing.text("policy");
	}

	private static String reason(JsonValue info) {
		return info.get("reason").isMissing() ? "" : "\n" + info.text("reason");
	}

	private static String fileName(String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

	/**
	 * Write one line per slot under a line of titles, and one for each replaced worker
	 * that lives on.
	 */
	static List<String> workers(JsonValue info, boolean colours) {
		Table table = new Table(" SLOT", " PID", "STATE", " GEN", " UPTIME", " CONNS", " SHARE", " REQUESTS", " MEMORY",
				" RESTARTS", "NOTES");
		for (JsonValue worker : info.list("workers")) {
			String state = worker.text("state");
			table.row(new Cell(worker.number("slot")), new Cell(worker.number("pid")),
					new Cell(state, Colour.ofState(state)), new Cell(worker.number("generation")),
					new Cell(Figures.duration(worker.text("uptime"))), new Cell(worker.number("connections")),
					new Cell(share(worker)), new Cell(worker.number("requests")),
					new Cell(Figures.bytes(worker.number("memory"))), new Cell(worker.number("restarts")),
					new Cell(notes(worker, info.number("leader"))));
		}
		for (JsonValue old : info.list("lingering")) {
			table.row(new Cell(old.number("slot")), new Cell(old.number("pid")),
					new Cell(LINGERING, Colour.ofState(LINGERING)), new Cell(old.number("generation")),
					new Cell(Figures.duration(old.text("uptime"))), new Cell(old.number("connections")), new Cell("-"),
					new Cell(old.number("requests")), new Cell(Figures.bytes(old.number("memory"))), new Cell("-"),
					new Cell(stay(old)));
		}
		return table.lines(colours);
	}

	/**
	 * Tell what a replaced worker lives on for.
	 */
	static String stay(JsonValue lingering) {
		long sessions = lingering.number("sessions");
		String number = (sessions < 0) ? "sessions unknown" : (sessions == 1) ? "1 session" : sessions + " sessions";
		return "%s, at most %s left".formatted(number, Figures.duration(lingering.text("remaining")));
	}

	private static String share(JsonValue worker) {
		return Figures.percent(worker.get("traffic").decimal("share"));
	}

	private static String notes(JsonValue worker, long leader) {
		List<String> notes = new ArrayList<>();
		if (worker.number("slot") == leader) {
			notes.add("leader");
		}
		if (worker.flag("paused")) {
			notes.add("paused");
		}
		if (worker.flag("spare")) {
			notes.add("spare");
		}
		JsonValue exit = worker.get("lastExit");
		if (!exit.isMissing() && isExited(worker)) {
			notes.add(exit.text("reason"));
		}
		else if (!exit.isMissing() && worker.number("restarts") > 0) {
			notes.add("before: " + exit.text("reason"));
		}
		return String.join(", ", notes);
	}

	/**
	 * Return whether the worker that is shown is the one that ended last.
	 */
	private static boolean isExited(JsonValue worker) {
		return worker.text("state").equals("EXITED");
	}

	private static String connections(JsonValue worker) {
		return isExited(worker) ? "no" : worker.flag("paused") ? "paused" : worker.flag("spare") ? "spare" : "yes";
	}

	/**
	 * Write all that is known of a slot.
	 * @param worker the slot
	 * @param info the state of the cluster
	 */
	static List<String> worker(JsonValue worker, JsonValue info) {
		Table table = new Table("", "");
		String state = worker.text("state");
		row(table, "slot", worker.text("slot") + ((worker.number("slot") == info.number("leader")) ? " (leader)" : ""));
		table.row(new Cell("state"), new Cell(state));
		row(table, "pid", worker.text("pid"));
		row(table, "generation", worker.text("generation"));
		row(table, "uptime", Figures.duration(worker.text("uptime")));
		row(table, "connections", worker.text("connections"));
		row(table, "requests", worker.text("requests"));
		JsonValue traffic = worker.get("traffic");
		row(table, "in flight", traffic.text("inFlight"));
		row(table, "handed off", "%s, %s of the latest".formatted(traffic.text("handedOff"), share(worker)));
		row(table, "refused", traffic.text("refused"));
		row(table, "migrated", "%s in, %s out".formatted(traffic.text("migratedIn"), traffic.text("migratedOut")));
		row(table, "memory", Figures.bytes(worker.number("memory")));
		row(table, "restarts", worker.text("restarts"));
		row(table, "connections to it", connections(worker));
		JsonValue exit = worker.get("lastExit");
		row(table, isExited(worker) ? "its end" : "worker before",
				exit.isMissing() ? "none" : "%s (%s)".formatted(exit.text("reason"), exit.text("cause")));
		for (JsonValue old : info.list("lingering")) {
			if (old.number("slot") == worker.number("slot")) {
				row(table, "lives on beside it",
						"pid %s, generation %s, %s".formatted(old.text("pid"), old.text("generation"), stay(old)));
			}
		}
		List<String> lines = table.lines(false);
		return lines.subList(1, lines.size());
	}

	private static void row(Table table, String name, String value) {
		table.row(new Cell(name), new Cell(value));
	}

}
