// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What the processes of each slot printed last, as complete lines in the order in which
 * they were read. It outlives the processes. A reader comes back with the number at which
 * it ended; one that is too slow misses lines and is told how many, so nobody ever waits
 * for a reader. Thread-safe.
 */
public final class RecentOutput {

	/**
	 * How many characters to keep for each slot.
	 */
	public static final int CAPACITY = 256 * 1024;

	/**
	 * What an object for a line takes, so that empty lines are not free.
	 */
	private static final int OVERHEAD = 64;

	private final int capacity;

	private final Map<Integer, Ring> rings = new TreeMap<>();

	private long last;

	public RecentOutput() {
		this(CAPACITY);
	}

	RecentOutput(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Return what keeps the lines of a process.
	 * @param slot the slot of the process
	 * @return takes one line after the other, without their ends
	 */
	public Consumer<String> of(int slot) {
		return (line) -> add(slot, line);
	}

	private synchronized void add(int slot, String text) {
		this.rings.computeIfAbsent(slot, (number) -> new Ring()).add(++this.last, slot, text);
	}

	/**
	 * Read lines.
	 * @param slot the slot whose lines are wanted, {@code null} for all
	 * @param after {@link Part#next()} of the part that was read before, 0 to begin with
	 * the last lines
	 * @param lines how many lines are wanted at most
	 * @param characters how many characters are wanted at most
	 * @return the oldest lines that follow, or the last lines
	 */
	public Part read(@Nullable Integer slot, long after, int lines, int characters) {
		Snapshot now = snapshot(slot);
		List<Line> all = now.lines();
		all.sort(Comparator.comparingLong(Line::number));
		if (after <= 0 || after > now.last()) {
			// A greater number stems from the cluster that ran here before.
			List<Line> tail = fitting(backwards(all), lines, characters);
			return new Part(backwards(tail), now.last(), 0);
		}
		boolean ofOne = slot != null;
		List<Line> following = all.stream().filter((line) -> line.position(ofOne) > after).toList();
		List<Line> fitting = fitting(following, lines, characters);
		long next = fitting.isEmpty() ? now.last() : fitting.get(fitting.size() - 1).position(ofOne);
		return new Part(fitting, next, now.last() - after - following.size());
	}

	/**
	 * Read the newest lines. Older ones that do not fit are left out.
	 * @param slot the slot whose lines are wanted, {@code null} for all
	 * @param after {@link Part#next()} of the part that was read before, 0 to begin with
	 * the last lines
	 * @param lines how many lines are wanted at most
	 * @param characters how many characters are wanted at most
	 * @return the last of the lines that follow, and how many of them it lacks
	 */
	public synchronized Part newest(@Nullable Integer slot, long after, int lines, int characters) {
		boolean ofOne = slot != null;
		Collection<Ring> rings = ofOne ? List.of(this.rings.getOrDefault(slot, new Ring())) : this.rings.values();
		long last = ofOne ? rings.iterator().next().count : this.last;
		// A greater number stems from the cluster that ran here before.
		long seen = (after > 0 && after <= last) ? after : 0;
		List<Line> newest = new ArrayList<>();
		for (Ring ring : rings) {
			Iterator<Line> backwards = ring.lines.descendingIterator();
			for (int count = 0; count < lines && backwards.hasNext(); count++) {
				Line line = backwards.next();
				if (line.position(ofOne) <= seen) {
					break;
				}
				newest.add(line);
			}
		}
		newest.sort(Comparator.comparingLong(Line::number).reversed());
		List<Line> fitting = backwards(fitting(newest, lines, characters));
		return new Part(fitting, last, (seen > 0) ? last - seen - fitting.size() : 0);
	}

	/**
	 * Only copies, as those wait who read what workers print.
	 */
	private synchronized Snapshot snapshot(@Nullable Integer slot) {
		if (slot != null) {
			Ring ring = this.rings.getOrDefault(slot, new Ring());
			return new Snapshot(new ArrayList<>(ring.lines), ring.count);
		}
		List<Line> all = new ArrayList<>();
		this.rings.values().forEach((ring) -> all.addAll(ring.lines));
		return new Snapshot(all, this.last);
	}

	private static List<Line> fitting(Collection<Line> lines, int most, int characters) {
		List<Line> fitting = new ArrayList<>();
		int length = 0;
		for (Line line : lines) {
			length += line.size();
			if (fitting.size() >= most || length > characters && !fitting.isEmpty()) {
				break;
			}
			fitting.add(line);
		}
		return fitting;
	}

	private static List<Line> backwards(List<Line> lines) {
		List<Line> backwards = new ArrayList<>(lines);
		Collections.reverse(backwards);
		return backwards;
	}

	/**
	 * A line that a process printed.
	 *
	 * @param number its number among those of all slots, from 1
	 * @param count its number among those of its slot, from 1
	 * @param slot the slot of the process
	 * @param text the line, without its end
	 */
	public record Line(long number, long count, int slot, String text) {

		private int size() {
			return this.text.length() + OVERHEAD;
		}

		private long position(boolean ofOne) {
			return ofOne ? this.count : this.number;
		}

	}

	/**
	 * Some lines.
	 *
	 * @param lines the lines, the oldest first
	 * @param next says to whoever reads on which lines follow
	 * @param dropped how many lines since the part before were no longer there
	 */
	public record Part(List<Line> lines, long next, long dropped) {

	}

	/**
	 * All lines there are, in any order, and the position of the last one.
	 */
	private record Snapshot(List<Line> lines, long last) {

	}

	/**
	 * The lines of a slot.
	 */
	private final class Ring {

		private final Deque<Line> lines = new ArrayDeque<>();

		private long count;

		private int size;

		void add(long number, int slot, String text) {
			Line line = new Line(number, ++this.count, slot, text);
			this.lines.addLast(line);
			this.size += line.size();
			while (this.size > RecentOutput.this.capacity && this.lines.size() > 1) {
				this.size -= this.lines.removeFirst().size();
			}
		}

	}

}
