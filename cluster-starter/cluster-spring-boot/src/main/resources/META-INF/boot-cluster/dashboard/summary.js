// SPDX-License-Identifier: Apache-2.0

/* The top of the page: how the cluster is, and whether the page still hears of it. */

import { announce, byId, element, setData, setText } from './dom.js';
import { NOTHING, duration, rate, whole, words } from './format.js';

const CONNECTION = { connecting: 'Connecting…', live: 'Live', reconnecting: 'Reconnecting…', refused: 'Not connected' };

/**
 * Show the cluster as a whole.
 */
export function showSummary(state) {
	const { cluster } = state;
	if (!cluster) {
		return;
	}
	const ready = cluster.workers.filter((worker) => worker.state === 'READY').length;
	const sample = state.samples.at(-1);
	const badge = byId('state');
	if (badge.dataset.state && badge.dataset.state !== cluster.state) {
		announce(`The cluster is ${cluster.state.toLowerCase()}${cluster.reason ? `: ${cluster.reason}` : ''}`);
	}
	setData(badge, 'state', cluster.state);
	setText(badge, words(cluster.state));
	const reasons = [cluster.reason, sharedStateDown(cluster.sharedState)].filter(Boolean).join(' · ');
	setText(byId('reason'), reasons);
	byId('reason').hidden = !reasons;
	facts({
		Ready: `${ready} of ${cluster.workers.length}`,
		Generation: whole(cluster.generation),
		'Requests/s': sample ? rate(sample.workers.reduce((sum, worker) => sum + worker.requests, 0)) : NOTHING,
		'Handoffs/s': rate(sample?.handoffs),
		Handoffs: whole(cluster.primary.handoffs),
		Balancing: cluster.balancing.policy,
		Skew: cluster.balancing.skew ? cluster.balancing.skew.toFixed(2) : NOTHING,
		Pending: whole(sample?.pending ?? cluster.primary.pending),
		Leader: cluster.leader ? `Slot ${cluster.leader}` : 'None',
		'Primary up': duration(cluster.primary.uptime),
		'Primary pid': String(cluster.primary.pid),
	});
	document.title = `${ready}/${cluster.workers.length} ${words(cluster.state).toLowerCase()} – Boot Cluster`;
}

function sharedStateDown(sharedState) {
	return sharedState?.status === 'DOWN' ? `Sessions and caches are unavailable: ${sharedState.reason}` : '';
}

function facts(values) {
	const list = byId('facts');
	const names = Object.keys(values);
	if (list.children.length !== names.length) {
		list.replaceChildren(...names.map((name) => element('div', {}, element('dt', {}, name), element('dd'))));
	}
	names.forEach((name, index) => setText(list.children[index].lastChild, values[name]));
}

/**
 * Show how the stream is.
 * @param status connecting, live, reconnecting or refused
 * @param reason what the server said, if anything
 */
export function showConnection(status, reason) {
	const node = byId('connection');
	if (status === 'reconnecting' || (status === 'live' && node.dataset.status === 'reconnecting')) {
		announce(status === 'live' ? 'Connected again' : 'The connection is lost. Reconnecting.');
	}
	setData(node, 'status', status);
	setText(node, reason ? `${CONNECTION[status]} ${reason}` : CONNECTION[status]);
}
