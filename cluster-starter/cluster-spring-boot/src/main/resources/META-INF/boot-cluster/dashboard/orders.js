// SPDX-License-Identifier: Apache-2.0

/* Orders: asked for twice, given once, and followed to their verdict. */

import { headers, refusal } from './access.js';
import { byId, element, setData, setText } from './dom.js';
import { words } from './format.js';

const PATIENCE = 30000;

const CAREFUL = 'One slot after the other, while the others serve. Clients notice nothing.';

/* What each order does, before it is given. */
const ORDERS = {
	reload: { label: 'Reload…', title: () => 'Reload all workers?', yes: 'Reload',
		text: () => `What is on disk now becomes a new generation, and every slot gets a worker of it. ${CAREFUL} If a new `
			+ 'worker fails, all slots go back.' },
	dryRun: { label: 'Dry run…', title: () => 'Try a reload?', yes: 'Try it', path: 'reload',
		text: () => 'What is on disk now is tried with one worker that gets no connections and is removed again. Nothing else '
			+ 'changes.' },
	rollback: { label: 'Roll back…', title: () => 'Return to the generation before?', yes: 'Roll back',
		text: () => `Every slot gets a worker of the generation that served before this one. ${CAREFUL}` },
	restart: { label: 'Restart all…', title: (slot) => (slot ? `Restart slot ${slot}?` : 'Restart all workers?'), yes: 'Restart',
		text: (slot) => (slot ? `Slot ${slot} gets a new worker with the same code and configuration. The old one finishes what `
			+ 'it has.' : `Every slot gets a new worker with the same code and configuration. ${CAREFUL}`) },
	scale: { label: 'Scale…', title: () => 'How many workers?', yes: 'Scale',
		text: () => 'More slots get workers at once. Workers of slots that are removed, the last ones first, finish what they '
			+ 'have.' },
	stop: { title: (slot) => `Stop slot ${slot}?`, yes: 'Stop',
		text: (slot) => `Slot ${slot} stays empty until it is started. Its worker finishes what it has; the other slots serve.` },
	start: { title: (slot) => `Start slot ${slot}?`, yes: 'Start', text: (slot) => `Slot ${slot} gets a worker.` },
	pause: { title: (slot) => `Pause slot ${slot}?`, yes: 'Pause',
		text: (slot) => `Slot ${slot} gets no new connections until it is resumed. Its worker keeps the ones it has.` },
	resume: { title: (slot) => `Resume slot ${slot}?`, yes: 'Resume', text: (slot) => `Slot ${slot} gets connections again.` },
};

/* The events that are an order's verdict. */
const GOOD = { restart: 'WORKER_READY', start: 'WORKER_READY', stop: 'WORKER_EXITED', pause: 'WORKER_PAUSED',
	resume: 'WORKER_RESUMED', scale: 'SCALED', reload: 'RELOAD_SUCCEEDED' };

const BAD = new Set(['WORKER_NOT_STARTED', 'SLOT_WAITING', 'CRASH_LOOP_STARTED', 'RELOAD_FAILED']);

let awaited = null;

let current = null;

/**
 * Add the buttons for all workers.
 * @param state what is known
 */
export function begin(state) {
	byId('orders').append(...Object.entries(ORDERS).filter(([, { label }]) => label).map(([name, { label }]) => {
		const button = element('button', { type: 'button', id: `order-${name}` }, label);
		button.addEventListener('click', () => askFor(name, null, state));
		return button;
	}));
	const dialog = byId('confirm');
	byId('confirm-no').addEventListener('click', () => dialog.close('no'));
	dialog.addEventListener('close', () => {
		if (dialog.returnValue === 'yes' && current) {
			give(current.name, current.slot, byId('confirm-value').value, state);
		}
		current = null;
	});
}

/**
 * Ask whether an order is meant.
 * @param slot the slot, null for all
 */
export function askFor(name, slot, state) {
	const order = ORDERS[name];
	const dialog = byId('confirm');
	current = { name, slot };
	setText(byId('confirm-title'), order.title(slot));
	setText(byId('confirm-text'), order.text(slot));
	setText(byId('confirm-yes'), order.yes);
	const field = byId('confirm-field');
	field.hidden = name !== 'scale';
	byId('confirm-value').required = name === 'scale';
	byId('confirm-value').value = String((state.cluster?.workers ?? []).filter((worker) => !worker.spare).length);
	dialog.returnValue = '';
	dialog.showModal();
	(name === 'scale' ? byId('confirm-value') : byId('confirm-no')).focus();
}

async function give(name, slot, value, state) {
	const body = { ...(slot && { slot }), ...(name === 'dryRun' && { dryRun: true }),
		...(name === 'scale' && { workers: value.trim() }) };
	const path = ORDERS[name].path ?? name;
	const what = slot ? `${words(name)} slot ${slot}` : ORDERS[name].label.replace('…', '');
	tell('waiting', `${what}: asking…`);
	const since = state.lastEvent;
	try {
		const response = await fetch(path, { method: 'POST', body: JSON.stringify(body),
			headers: { 'Content-Type': 'application/json', ...headers() }, signal: AbortSignal.timeout(PATIENCE) });
		if (!response.ok) {
			tell('bad', `${what}: ${(await refusal(response)).text}`);
			return;
		}
		const answer = await response.json();
		const all = answer.id !== undefined;
		awaited = { what, since, slot, reload: all ? answer.id : null, good: GOOD[all ? 'reload' : name] };
		tell('waiting', all ? `${what}: accepted as number ${answer.id}` : `${what}: accepted`);
		follow(state.events);
	}
	catch (error) {
		tell('bad', `${what}: no answer (${error.message}). The events tell whether it was carried out.`);
	}
}

/**
 * Look for the verdict on the last order.
 */
export function follow(events) {
	if (!awaited) {
		return;
	}
	const { what, since, slot, reload, good } = awaited;
	const verdict = events.find((event) => event.id > since && (reload ? event.reload === reload : !slot || event.slot === slot)
		&& (event.type === good || BAD.has(event.type)));
	if (verdict) {
		awaited = null;
		tell(verdict.type === good ? 'good' : 'bad', reload ? verdict.detail : `${what}: ${verdict.detail}`);
	}
}

function tell(tone, text) {
	setData(byId('verdict'), 'tone', tone);
	setText(byId('verdict'), text);
}
