// SPDX-License-Identifier: Apache-2.0

/* What workers print. Hostile text: it becomes text nodes, without control characters. */

import { byId, element, offerSlots, setText } from './dom.js';
import { trim } from './state.js';

const MOST_LINES = 2000;

const REPLAYED = 200;

const LONGEST_LINE = 4000;

const KEY = `boot-cluster-log ${location.pathname}`;

const COLOURS = /\u001b\[[0-9;]*[A-Za-z]/g;

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/**
 * The tail of one slot's log, or of all.
 */
export class Log {

	/* Lines that came while nothing may move. */
	#held = [];

	#missed = 0;

	#paused = false;

	#reopened = true;

	#withheld = false;

	#select = byId('log-slot');

	#pane = byId('log');

	/**
	 * @param choose called when another slot is chosen
	 */
	constructor(choose) {
		this.showSlots([]);
		this.#select.value = remembered();
		this.#select.addEventListener('change', () => {
			remember(this.#select.value);
			this.clear();
			choose();
		});
		byId('log-pause').addEventListener('click', () => this.#pause(!this.#paused));
		byId('log-follow').addEventListener('change', () => this.#follow());
		this.#note();
	}

	/**
	 * The slot to ask for, 0 for all, nothing for none.
	 */
	get slot() {
		return this.#select.value;
	}

	showSlots(slots) {
		offerSlots(this.#select, slots, [['', 'None'], ['0', 'All']]);
	}

	/**
	 * The stream was opened again, and tells its last lines again.
	 */
	reopened() {
		this.#reopened = true;
	}

	/**
	 * The server may keep to itself what workers print.
	 */
	withhold(withheld) {
		this.#withheld = withheld;
		this.#select.disabled = withheld;
		this.#note();
	}

	accept({ lines = [], skipped = 0 }) {
		let fresh = lines.map(({ slot, text }) => ({ slot, text: clean(text) }));
		if (this.#reopened && lines.length) {
			fresh = fresh.slice(overlap(this.#known(), fresh));
			this.#reopened = false;
		}
		if (skipped > 0) {
			fresh.unshift({ slot: 0, text: `… ${skipped} lines were skipped`, mark: true });
		}
		if (this.#paused) {
			this.#held.push(...fresh);
			this.#missed += Math.max(0, this.#held.length - MOST_LINES);
			trim(this.#held, MOST_LINES);
		}
		else {
			this.#append(fresh);
		}
		this.#note();
	}

	clear() {
		this.#held = [];
		this.#missed = 0;
		this.#reopened = true;
		this.#pane.replaceChildren();
		this.#note();
	}

	#known() {
		const shown = [...this.#pane.children].slice(-2 * REPLAYED)
			.map((node) => ({ slot: Number(node.dataset.slot), text: node.lastChild.data, mark: node.className === 'mark' }));
		return [...shown, ...this.#held].filter((line) => !line.mark).slice(-REPLAYED);
	}

	#append(lines) {
		const rows = document.createDocumentFragment();
		for (const { slot, text, mark } of lines.slice(-MOST_LINES)) {
			const row = element('div', mark ? { class: 'mark' } : {});
			row.dataset.slot = slot;
			if (!mark && this.slot === '0') {
				row.append(element('span', {}, `[${slot}] `));
			}
			row.append(document.createTextNode(text));
			rows.append(row);
		}
		this.#pane.append(rows);
		while (this.#pane.children.length > MOST_LINES) {
			this.#pane.firstChild.remove();
		}
		this.#follow();
	}

	#follow() {
		if (byId('log-follow').checked) {
			this.#pane.scrollTop = this.#pane.scrollHeight;
		}
	}

	#pause(paused) {
		this.#paused = paused;
		byId('log-pause').setAttribute('aria-pressed', String(paused));
		if (!paused) {
			if (this.#missed > 0) {
				this.#held.unshift({ slot: 0, text: `… ${this.#missed} lines were not kept`, mark: true });
			}
			this.#append(this.#held);
			this.#held = [];
			this.#missed = 0;
		}
		this.#note();
	}

	#note() {
		const { slot } = this;
		setText(byId('log-note'), this.#withheld ? 'What workers print is not shown here: cluster.dashboard.logs is false.'
			: this.#paused ? `Paused: ${this.#held.length} new lines are kept`
			: slot === '' ? 'Choose a slot to see what its workers print.'
				: `The last ${MOST_LINES.toLocaleString('en')} lines of ${slot === '0' ? 'all slots' : `slot ${slot}`}`);
	}

}

function clean(text) {
	return String(text).slice(0, LONGEST_LINE).replace(COLOURS, '').replace(CONTROLS, '');
}

/**
 * Return how many of the first lines are the last ones that are known.
 */
function overlap(known, fresh) {
	for (let count = Math.min(known.length, fresh.length); count > 0; count -= 1) {
		const from = known.length - count;
		let same = 0;
		while (same < count && known[from + same].text === fresh[same].text && known[from + same].slot === fresh[same].slot) {
			same += 1;
		}
		if (same === count) {
			return count;
		}
	}
	return 0;
}

function remembered() {
	try {
		return sessionStorage.getItem(KEY) ?? '0';
	}
	catch {
		return '0';
	}
}

function remember(slot) {
	try {
		sessionStorage.setItem(KEY, slot);
	}
	catch {
		// Then it is forgotten.
	}
}
