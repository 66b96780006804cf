// SPDX-License-Identifier: Apache-2.0

/* What happened, newest first. */

import { byId, element, offerSlots, setText } from './dom.js';
import { time, words } from './format.js';

const MOST_SHOWN = 200;

const BAD = new Set(['WORKER_NOT_STARTED', 'WORKER_KILLED', 'WORKER_HUNG', 'CRASH_LOOP_STARTED', 'SLOT_NOT_RESTORED',
	'RELOAD_FAILED', 'CLUSTER_DEGRADED']);

const DOUBTFUL = new Set(['SLOT_WAITING', 'RELOAD_ROLLING_BACK', 'WORKER_RECYCLED', 'WORKER_OVERLOADED',
	'CLUSTER_STOPPING']);

const GOOD = new Set(['WORKER_READY', 'WORKER_RECOVERED', 'RELOAD_SUCCEEDED', 'CLUSTER_RECOVERED', 'CRASH_LOOP_ENDED']);

let newest = 0;

let filter = '';

/**
 * Show the events of the chosen slot.
 */
export function showEvents(state) {
	const select = byId('events-slot');
	offerSlots(select, state.slots, [['', 'All']]);
	const list = byId('events');
	if (select.value !== filter || state.lastEvent < newest || !list.children.length) {
		filter = select.value;
		newest = 0;
		list.replaceChildren();
	}
	const fresh = state.events.filter((event) => event.id > newest && (!filter || String(event.slot) === filter));
	newest = state.lastEvent;
	list.prepend(...fresh.slice(-MOST_SHOWN).reverse().map(row));
	while (list.children.length > MOST_SHOWN) {
		list.lastChild.remove();
	}
	if (!list.children.length) {
		list.append(element('li', { class: 'note' }, 'Nothing yet'));
	}
	else if (list.children.length > 1 && list.lastChild.className === 'note') {
		list.lastChild.remove();
	}
}

function row(event) {
	const moment = element('time', {}, time(event.time));
	moment.dateTime = event.time;
	const type = element('span', { class: 'type', 'data-tone': tone(event) }, words(event.type));
	const text = element('span', { class: 'detail' });
	setText(text, event.detail);
	return element('li', {}, moment, type, text);
}

function tone({ type, detail }) {
	if (BAD.has(type)) {
		return 'bad';
	}
	if (type === 'WORKER_EXITED') {
		return /exit code 0|as asked|stopped/.test(detail) ? 'plain' : 'doubtful';
	}
	return DOUBTFUL.has(type) ? 'doubtful' : GOOD.has(type) ? 'good' : 'plain';
}
