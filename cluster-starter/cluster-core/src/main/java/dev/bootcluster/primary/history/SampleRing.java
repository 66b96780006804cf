// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.ipc.ClusterSample.WorkerSample;
import org.jspecify.annotations.Nullable;

/**
 * The last samples, in arrays: 16 bytes for each and 32 more for each slot in it. With
 * 450 samples these are 64 KiB for 4 slots and 457 KiB for 32. A slot that is in none of
 * the samples any more takes nothing.
 */
final class SampleRing {

	private final int capacity;

	private final long[] times;

	private final float[] handoffs;

	private final int[] pending;

	private final SortedMap<Integer, Columns> slots = new TreeMap<>();

	private long last;

	SampleRing(int capacity) {
		this.capacity = capacity;
		this.times = new long[capacity];
		this.handoffs = new float[capacity];
		this.pending = new int[capacity];
	}

	/**
	 * Add a sample, in the place of the oldest once there is no room.
	 */
	void add(long time, double handoffs, int pending, Map<Integer, WorkerSample> workers) {
		this.last++;
		int index = index(this.last);
		this.times[index] = time;
		this.handoffs[index] = (float) handoffs;
		this.pending[index] = pending;
		this.slots.values().forEach((columns) -> columns.clear(index));
		workers.forEach((slot, sample) -> this.slots.computeIfAbsent(slot, (number) -> new Columns(this.capacity))
			.set(this.last, index, sample));
		this.slots.values().removeIf((columns) -> columns.last <= this.last - this.capacity);
	}

	/**
	 * Return the oldest samples that follow one.
	 * @param after the id of that sample; one that does not exist yet means all
	 * @param entries how many entries of workers the answer has before it ends
	 */
	List<ClusterSample> after(long after, int entries) {
		long oldest = Math.max(1, this.last - this.capacity + 1);
		long first = (after > this.last) ? oldest : Math.max(oldest, after + 1);
		List<ClusterSample> samples = new ArrayList<>();
		int count = 0;
		for (long id = first; id <= this.last && count < entries; id++) {
			ClusterSample sample = sample(id);
			samples.add(sample);
			count += sample.workers().size() + 1;
		}
		return samples;
	}

	private ClusterSample sample(long id) {
		int index = index(id);
		List<WorkerSample> workers = new ArrayList<>(this.slots.size());
		this.slots.forEach((slot, columns) -> {
			if (columns.has(index)) {
				workers.add(columns.get(slot, index));
			}
		});
		return new ClusterSample(id, this.times[index], rounded(this.handoffs[index]), this.pending[index], workers);
	}

	private int index(long id) {
		return (int) ((id - 1) % this.capacity);
	}

	/**
	 * Three places after the point are plenty, and short in JSON.
	 */
	private static double rounded(float value) {
		return Math.round(value * 1000.0) / 1000.0;
	}

	/**
	 * What is known of one slot.
	 */
	private static final class Columns {

		private static final int NONE = -1;

		private final float[] cpu;

		private final long[] memory;

		private final int[] connections;

		private final float[] requests;

		private final int[] p50;

		private final int[] p99;

		private final float[] errors;

		private long last;

		Columns(int capacity) {
			this.cpu = new float[capacity];
			this.memory = new long[capacity];
			this.connections = new int[capacity];
			this.requests = new float[capacity];
			this.p50 = new int[capacity];
			this.p99 = new int[capacity];
			this.errors = new float[capacity];
			Arrays.fill(this.connections, NONE);
		}

		void clear(int index) {
			this.connections[index] = NONE;
		}

		boolean has(int index) {
			return this.connections[index] != NONE;
		}

		void set(long id, int index, WorkerSample sample) {
			this.last = id;
			this.cpu[index] = (float) sample.cpu();
			this.memory[index] = sample.memory();
			this.connections[index] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, sample.connections()));
			this.requests[index] = (float) sample.requests();
			this.p50[index] = pack(sample.p50());
			this.p99[index] = pack(sample.p99());
			this.errors[index] = (float) sample.errors();
		}

		WorkerSample get(int slot, int index) {
			return new WorkerSample(slot, rounded(this.cpu[index]), this.memory[index], this.connections[index],
					rounded(this.requests[index]), unpack(this.p50[index]), unpack(this.p99[index]),
					rounded(this.errors[index]));
		}

		private static int pack(@Nullable Long micros) {
			return (micros != null) ? (int) Math.min(Integer.MAX_VALUE, micros) : NONE;
		}

		private static @Nullable Long unpack(int micros) {
			return (micros != NONE) ? (long) micros : null;
		}

	}

}
