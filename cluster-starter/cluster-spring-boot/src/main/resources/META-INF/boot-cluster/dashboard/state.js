// SPDX-License-Identifier: Apache-2.0

/* What the page knows, bounded however long it is open. */

import { seconds } from './format.js';

const MOST_SAMPLES = 2000;

const MOST_EVENTS = 1000;

/**
 * What the primary has told. Views read it and change nothing.
 */
export class State {

	cluster = null;

	reload = null;

	interval = 2000;

	capacity = 450;

	samples = [];

	/* Oldest first. */
	events = [];

	get lastSample() {
		return this.samples.at(-1)?.id ?? 0;
	}

	get lastEvent() {
		return this.events.at(-1)?.id ?? 0;
	}

	get slots() {
		return (this.cluster?.workers ?? []).map((worker) => worker.slot);
	}

	hello({ interval, capacity }) {
		this.interval = interval;
		this.capacity = Math.min(capacity, MOST_SAMPLES);
	}

	/**
	 * @return whether another primary tells this: what the old one told is worth nothing
	 */
	describe(cluster) {
		const before = this.cluster?.primary;
		const another = before !== undefined && (before.pid !== cluster.primary.pid
			|| seconds(cluster.primary.uptime) < seconds(before.uptime) - 1);
		if (another) {
			this.samples = [];
			this.events = [];
			this.reload = null;
		}
		this.cluster = cluster;
		return another;
	}

	sample(samples) {
		for (const sample of samples) {
			if (sample.id > this.lastSample) {
				this.samples.push(sample);
			}
		}
		trim(this.samples, this.capacity);
	}

	/**
	 * @return the events that are new
	 */
	happened(events) {
		const fresh = events.filter((event) => event.id > this.lastEvent);
		this.events.push(...fresh);
		trim(this.events, MOST_EVENTS);
		return fresh;
	}

}

/**
 * Remove the first of a list, so that no more than so many are left.
 */
export function trim(list, most) {
	if (list.length > most) {
		list.splice(0, list.length - most);
	}
}
