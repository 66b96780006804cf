// SPDX-License-Identifier: Apache-2.0

/* How far each slot is in a reload or a rolling restart, told by its events. Nothing here touches the page. */

const PHASES = {
	waiting: 'Waits',
	starting: 'Starts',
	trial: 'On trial',
	draining: 'Old one drains',
	done: 'Turned over',
	removed: 'Removed',
	failed: 'Failed',
	kept: 'Unchanged',
};

/**
 * Return a tile for each slot that takes part, slot 0 for the worker of a dry run.
 * @param reload the reload
 * @param events all events known, oldest first
 * @param workers the slots' workers now
 * @return tiles in order, each with slot, phase, label, back, and the old and the fresh worker
 */
export function tiles(reload, events, workers) {
	const known = new Map();
	for (const event of events) {
		if (event.reload === reload.id && event.pid > 0) {
			turn(tileOf(known, event.slot), event, reload);
		}
		else if (event.type === 'RELOAD_ROLLING_BACK' && event.reload === reload.id) {
			known.forEach((tile) => {
				tile.back = true;
			});
		}
	}
	if (!reload.dryRun) {
		workers.forEach((worker) => withWorker(known, worker, reload));
	}
	known.forEach((tile) => conclude(tile, reload));
	return [...known.values()].filter((tile) => reload.dryRun === (tile.slot === 0) && (tile.old || tile.fresh))
		.sort((a, b) => a.slot - b.slot);
}

function tileOf(known, slot) {
	if (!known.has(slot)) {
		known.set(slot, { slot, phase: 'waiting', back: false, old: null, fresh: null });
	}
	return known.get(slot);
}

function turn(tile, event, reload) {
	const worker = { pid: event.pid, generation: event.generation };
	const isFresh = tile.fresh?.pid === event.pid;
	const isNew = event.generation === reload.generation;
	switch (event.type) {
		case 'WORKER_STARTING':
			if (!isNew && !tile.back) {
				// It replaces one that died, before the slot's turn.
				tile.old = worker;
				break;
			}
			tile.old = tile.phase === 'done' || tile.phase === 'draining' || tile.phase === 'trial' ? tile.fresh : tile.old;
			tile.fresh = worker;
			tile.phase = 'starting';
			break;
		case 'WORKER_READY':
			tile.phase = isFresh ? 'trial' : tile.phase;
			break;
		case 'WORKER_DRAINING':
			if (isFresh) {
				tile.phase = 'removed';
			}
			else if (tile.fresh) {
				tile.old = worker;
				tile.phase = 'draining';
			}
			break;
		case 'WORKER_EXITED':
			if (isFresh) {
				// One that is still starting is told to end without an event.
				const removed = tile.phase === 'removed' || (tile.back && isNew && tile.phase === 'starting');
				tile.phase = removed ? 'removed' : 'failed';
			}
			else if (tile.old?.pid === event.pid && tile.phase !== 'starting') {
				tile.phase = 'done';
			}
			break;
		default:
	}
}

/**
 * A slot that is still to come, or whose old worker nothing has happened to.
 */
function withWorker(known, worker, reload) {
	if (!known.has(worker.slot) && (reload.state === 'SUCCEEDED' || worker.state === 'EXITED')) {
		return;
	}
	const tile = tileOf(known, worker.slot);
	if (!tile.old && worker.pid !== tile.fresh?.pid && worker.state !== 'EXITED') {
		tile.old = { pid: worker.pid, generation: worker.generation };
	}
}

function conclude(tile, reload) {
	const ended = reload.state !== 'RUNNING';
	const settled = reload.state === 'SUCCEEDED' || (!tile.old && reload.slots.includes(tile.slot)) || (tile.back && ended);
	if (reload.dryRun) {
		tile.phase = reload.state === 'SUCCEEDED' ? 'removed' : tile.phase;
	}
	else if (tile.phase === 'trial' && settled) {
		tile.phase = 'done';
	}
	else if (tile.phase === 'waiting' && ended) {
		tile.phase = 'kept';
	}
	tile.back = tile.back && tile.fresh?.generation !== reload.generation;
	tile.label = label(tile, reload);
}

function label(tile, reload) {
	if (tile.back && tile.phase === 'starting') {
		return 'Goes back';
	}
	if (tile.back && tile.phase === 'done') {
		return 'Went back';
	}
	if (tile.phase === 'trial' && (tile.back || reload.kind === 'RESTART')) {
		return 'Ready';
	}
	return reload.dryRun && tile.phase === 'removed' && reload.state === 'SUCCEEDED' ? 'Could serve' : PHASES[tile.phase];
}

/**
 * Say in words what a tile shows.
 */
export function sentence(tile) {
	const [old, fresh] = [tile.old, tile.fresh].map((worker) =>
		worker && `worker ${worker.pid} of generation ${worker.generation}`);
	return [`${tile.slot > 0 ? `Slot ${tile.slot}` : 'Trial'}: ${tile.label}.`, old && `Old: ${old}.`, fresh && `New: ${fresh}.`]
		.filter(Boolean).join(' ');
}
