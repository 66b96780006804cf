// SPDX-License-Identifier: Apache-2.0

/* The page: hears the stream, keeps what it says, and shows it at most once a frame. */

import * as access from './access.js';
import { showEvents } from './events.js';
import { Log } from './log.js';
import * as orders from './orders.js';
import { showRollout } from './picture.js';
import { showPlots } from './plots.js';
import { State } from './state.js';
import { Stream } from './stream.js';
import { showConnection, showSummary } from './summary.js';
import { byId } from './dom.js';
import { showWorkers } from './workers.js';

const state = new State();

let drawing = false;

const stream = new Stream({
	address() {
		log.reopened();
		const query = new URLSearchParams({ after: state.lastSample, event: state.lastEvent });
		if (log.slot) {
			query.set('log', log.slot);
		}
		return `dashboard/stream?${query}`;
	},

	status(status, reason) {
		showConnection(status, reason);
		if (status === 'live') {
			access.granted();
		}
	},

	refused(answer) {
		showConnection('refused', '');
		access.ask(answer);
	},

	message(name, data) {
		try {
			MESSAGES[name]?.(data);
		}
		catch (error) {
			// Others can be understood; a new stream would tell the same.
			console.error(error);
		}
		if (name !== 'log') {
			draw();
		}
	},
});

const log = new Log(() => stream.open());

/* What the server says; names that are not here are of a newer one. */
const MESSAGES = {
	hello(data) {
		state.hello(data);
		log.withhold(data.logs === false);
	},
	cluster(data) {
		if (state.describe(data)) {
			stream.open();
		}
	},
	reload(data) {
		state.reload = data;
	},
	samples: ({ samples }) => state.sample(samples),
	events({ events }) {
		state.happened(events);
		orders.follow(state.events);
	},
	log: (data) => log.accept(data),
};

/**
 * Draw soon: while the page is not visible the browser asks for no frames, and nothing is drawn.
 */
function draw() {
	if (!drawing) {
		drawing = true;
		requestAnimationFrame(() => {
			drawing = false;
			VIEWS.forEach(show);
		});
	}
}

const VIEWS = [
	showSummary,
	showRollout,
	(known) => showWorkers(known, (name, slot) => orders.askFor(name, slot, known)),
	showPlots,
	showEvents,
	(known) => log.showSlots(known.slots),
];

/**
 * What one view cannot show, others can.
 */
function show(view) {
	try {
		view(state);
	}
	catch (error) {
		console.error(error);
	}
}

byId('events-slot').addEventListener('change', draw);
access.begin(() => stream.open());
orders.begin(state);
stream.open();
