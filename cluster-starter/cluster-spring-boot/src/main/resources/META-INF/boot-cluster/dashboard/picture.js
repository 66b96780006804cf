// SPDX-License-Identifier: Apache-2.0

/* The picture of a reload: slots that turn over. */

import { announce, byId, element, setData, setText } from './dom.js';
import { words } from './format.js';
import { sentence, tiles } from './rollout.js';

const STEPS = ['starting', 'trial', 'draining', 'done'];

const GENERATIONS = /^Reload \d+: generation (\d+) replaces generation (\d+)/;

let shown = '';

/**
 * Show the current or last reload.
 */
export function showRollout(state) {
	const { reload } = state;
	byId('rollout').hidden = !reload;
	if (!reload) {
		return;
	}
	const parts = tiles(reload, state.events, state.cluster?.workers ?? []);
	const key = JSON.stringify([reload, parts]);
	if (key === shown) {
		return;
	}
	shown = key;
	const text = verdict(reload, state.events);
	if (byId('rollout-state').dataset.state === 'RUNNING' && reload.state !== 'RUNNING'
		&& byId('verdict').textContent !== text) {
		announce(text);
	}
	setText(byId('rollout-title'), title(reload, state));
	setData(byId('rollout-state'), 'state', reload.state);
	setText(byId('rollout-state'), words(reload.state));
	setText(byId('rollout-text'), text);
	const list = byId('rollout-tiles');
	while (list.children.length > parts.length) {
		list.lastChild.remove();
	}
	parts.forEach((tile, index) => draw(list.children[index] ?? list.appendChild(create()), tile, reload));
	byId('rollout-log').hidden = reload.log.length === 0;
	setText(byId('rollout-log').querySelector('pre'), reload.log.join('\n'));
}

function title(reload, state) {
	if (reload.kind === 'RESTART') {
		return `Rolling restart ${reload.id}`;
	}
	if (reload.dryRun) {
		return `Dry run ${reload.id} of generation ${reload.generation}`;
	}
	const start = state.events.find((event) => event.type === 'RELOAD_STARTED' && event.reload === reload.id);
	const [, to, from] = GENERATIONS.exec(start?.detail ?? '') ?? [];
	const back = from !== undefined && Number(to) < Number(from);
	return `${back ? 'Return' : 'Reload'} ${reload.id} to generation ${reload.generation}`;
}

function verdict(reload, events) {
	const end = events.findLast((event) => event.reload === reload.id
		&& (event.type === 'RELOAD_SUCCEEDED' || event.type === 'RELOAD_FAILED'));
	if (reload.state !== 'RUNNING') {
		return end?.detail ?? reload.reason ?? '';
	}
	const back = events.findLast((event) => event.reload === reload.id && event.type === 'RELOAD_ROLLING_BACK');
	if (back) {
		return back.detail;
	}
	const started = events.some((event) => event.reload === reload.id && event.type === 'WORKER_STARTING');
	if (!started) {
		return 'The new generation is being pinned: jar and configuration are copied and checked.';
	}
	return reload.dryRun ? 'One worker tries the new generation and gets no connections.'
		: `${reload.slots.length} slots have a new worker. The old ones serve until their successors have proved themselves.`;
}

function create() {
	return element('li', { class: 'tile' },
		element('div', { class: 'tile-head', 'aria-hidden': 'true' }, element('strong'), element('span')),
		element('div', { class: 'turn', 'aria-hidden': 'true' }, side(), element('span', { class: 'arrow' }, '→'), side()),
		element('div', { class: 'steps', 'aria-hidden': 'true' }, ...STEPS.map(() => element('span'))),
		element('span', { class: 'unseen' }));
}

function side() {
	return element('div', { class: 'side' }, element('b'), element('span'));
}

function draw(node, tile, reload) {
	const [head, turn, steps, text] = node.children;
	setData(node, 'phase', tile.phase);
	setData(node, 'back', String(tile.back));
	setText(head.firstChild, tile.slot > 0 ? `Slot ${tile.slot}` : 'Trial');
	setText(head.lastChild, tile.label);
	fill(turn.firstChild, tile.old, '');
	fill(turn.lastChild, tile.fresh, `gen ${reload.generation}`);
	const reached = STEPS.indexOf(tile.phase);
	[...steps.children].forEach((step, index) => setData(step, 'on', String(index <= reached)));
	setText(text, sentence(tile));
}

function fill(node, worker, otherwise) {
	setData(node, 'empty', String(!worker));
	setText(node.firstChild, worker ? `gen ${worker.generation}` : otherwise);
	setText(node.lastChild, worker ? String(worker.pid) : '');
}
