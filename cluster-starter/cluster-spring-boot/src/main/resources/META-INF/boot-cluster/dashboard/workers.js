// SPDX-License-Identifier: Apache-2.0

/* The table of workers: rows stay, their texts change, so that the focus stays where it is. */

import { byId, element, setData, setText } from './dom.js';
import { NOTHING, bytes, duration, micros, percent, rate, whole, words } from './format.js';
import { slotLook } from './looks.js';

/* Title, whether it is a number, text of a worker and its part of the last sample. */
const COLUMNS = [
	['State', false, (worker) => words(worker.state)],
	['Generation', true, (worker) => whole(worker.generation)],
	['PID', true, (worker) => (worker.pid ? String(worker.pid) : NOTHING)],
	['CPU', true, (worker, now) => percent(now?.cpu)],
	['Memory', true, (worker, now) => bytes(now?.memory ?? worker.memory)],
	['Requests/s', true, (worker, now) => rate(now?.requests)],
	['p50', true, (worker, now) => micros(now?.p50)],
	['p99', true, (worker, now) => micros(now?.p99)],
	['Connections', true, (worker, now) => whole(now?.connections ?? worker.connections)],
	['In flight', true, (worker) => whole(worker.traffic.inFlight)],
	['Handed off', true, (worker) => whole(worker.traffic.handedOff)],
	['Refused', true, (worker) => whole(worker.traffic.refused)],
	['Moved in/out', true, (worker) => `${whole(worker.traffic.migratedIn)}/${whole(worker.traffic.migratedOut)}`],
	['Share', true, (worker) => percent(worker.traffic.share)],
	['Uptime', true, (worker) => (worker.state === 'EXITED' ? NOTHING : duration(worker.uptime))],
	['Restarts', true, (worker) => whole(worker.restarts)],
	['Last exit', false, () => ''],
];

const LAST_EXIT = COLUMNS.length;

const ACTIONS = LAST_EXIT + 1;

/* By slot, or by slot and process id for replaced workers that live on for their sessions. */
const rows = new Map();

/**
 * Show the workers.
 * @param order called with the name of an order and a slot
 */
export function showWorkers(state, order) {
	const table = byId('workers');
	if (!table.tHead.rows.length) {
		const titles = [['Slot', true], ...COLUMNS, ['Orders', false]];
		table.tHead.append(element('tr', { role: 'row' }, ...titles.map(([title, number]) =>
			element('th', { scope: 'col', role: 'columnheader', class: number ? 'number' : '' }, title))));
	}
	const sample = state.samples.at(-1);
	const present = new Set();
	for (const worker of state.cluster?.workers ?? []) {
		present.add(worker.slot);
		const row = rows.get(worker.slot) ?? create(worker.slot, table.tBodies[0], order);
		update(row, worker, sample?.workers.find((one) => one.slot === worker.slot), state.cluster.leader);
	}
	for (const old of state.cluster?.lingering ?? []) {
		const key = `${old.slot}/${old.pid}`;
		present.add(key);
		tell(rows.get(key) ?? createOld(key, old.slot, table.tBodies[0]), old);
	}
	for (const [key, row] of rows) {
		if (!present.has(key)) {
			row.remove();
			rows.delete(key);
		}
	}
	const errors = (sample?.workers ?? []).reduce((sum, worker) => sum + worker.errors, 0);
	setText(byId('workers-note'), errors > 0 ? `${rate(errors)} errors/s` : '100 % CPU is one processor');
}

function create(slot, body, order) {
	const row = cells(slot, { 'data-slot': slot });
	const buttons = ['restart', 'stop', 'pause'].map((name) => {
		const button = element('button', { type: 'button', class: 'small' }, words(name));
		button.dataset.order = name;
		button.addEventListener('click', () => order(button.dataset.order, slot));
		return button;
	});
	row.append(element('td', { role: 'cell', 'data-title': 'Orders' }, element('span', { class: 'line' }, ...buttons)));
	const next = [...rows.keys()].filter((other) => other > slot).sort((a, b) => a - b)[0];
	body.insertBefore(row, rows.get(next) ?? body.querySelector('[data-lingering]'));
	rows.set(slot, row);
	return row;
}

/**
 * Create the row of a replaced worker, to which there are no orders: below all others.
 */
function createOld(key, slot, body) {
	const row = cells(slot, { 'data-lingering': slot });
	row.append(element('td', { role: 'cell', 'data-title': 'Orders' }, NOTHING));
	body.append(row);
	rows.set(key, row);
	return row;
}

function cells(slot, attributes) {
	const look = slotLook(slot);
	const key = element('span', { class: 'key', 'aria-hidden': 'true', 'data-colour': look.colour, 'data-dash': look.dash });
	const row = element('tr', { role: 'row', ...attributes },
		element('th', { scope: 'row', role: 'rowheader', class: 'number', 'data-title': 'Slot' }, key, String(slot)));
	for (const [title, number] of COLUMNS) {
		row.append(element('td', { role: 'cell', class: number ? 'number' : '', 'data-title': title }));
	}
	row.cells[1].append(element('span', { class: 'badge' }), ' ', element('span', { class: 'marks' }));
	row.cells[LAST_EXIT].className = 'exit';
	row.cells[LAST_EXIT].append(element('span'));
	return row;
}

/**
 * Show what a replaced worker lives on for.
 */
function tell(row, old) {
	const { sessions } = old;
	const count = sessions < 0 ? 'sessions unknown' : sessions === 1 ? '1 session' : `${whole(sessions)} sessions`;
	fill(row, { ...old, state: 'LINGERING', traffic: {} }, undefined,
		[count, `at most ${duration(old.remaining)} left`]);
	setText(row.cells[LAST_EXIT].firstChild, NOTHING);
}

function fill(row, worker, now, notes) {
	COLUMNS.forEach(([, , text], index) => {
		if (index > 0 && index < COLUMNS.length - 1) {
			setText(row.cells[index + 1], text(worker, worker.state === 'EXITED' ? undefined : now));
		}
	});
	const [badge, marks] = row.cells[1].children;
	setData(badge, 'state', worker.state);
	setText(badge, words(worker.state));
	setText(marks, notes.filter(Boolean).join(', '));
}

function update(row, worker, now, leader) {
	fill(row, worker, now, [worker.paused && 'paused', worker.spare && 'spare', worker.slot === leader && 'leader']);
	const exit = worker.lastExit;
	const text = row.cells[LAST_EXIT].firstChild;
	setText(text, exit ? `${words(exit.cause)}: ${exit.reason}` : NOTHING);
	text.title = exit?.reason ?? '';
	setData(row, 'trouble', String(Boolean(exit) && exit.cause !== 'REQUESTED' && exit.cause !== 'RECYCLED'));
	const [restart, stop, pause] = row.cells[ACTIONS].firstChild.children;
	become(restart, 'restart', worker.slot);
	become(stop, worker.state === 'EXITED' ? 'start' : 'stop', worker.slot);
	become(pause, worker.paused ? 'resume' : 'pause', worker.slot);
}

function become(button, order, slot) {
	if (button.dataset.order !== order || !button.hasAttribute('aria-label')) {
		button.dataset.order = order;
		setText(button, words(order));
		button.setAttribute('aria-label', `${words(order)} slot ${slot}`);
	}
}
