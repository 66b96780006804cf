// SPDX-License-Identifier: Apache-2.0

/* The token: from the address or the form, kept for this tab, sent with every request. */

import { byId, setData, setText } from './dom.js';

const KEY = `boot-cluster-token ${location.pathname}`;

const LONGEST_ANSWER = 500;

/**
 * Take the token out of the address, where it could be read over a shoulder.
 */
function takeFromAddress() {
	const token = new URLSearchParams(location.hash.slice(1)).get('token');
	if (token === null) {
		return false;
	}
	history.replaceState(null, '', location.pathname + location.search);
	keep(token);
	return token !== '';
}

function keep(token) {
	try {
		sessionStorage.setItem(KEY, token.trim());
	}
	catch {
		// A browser that keeps nothing asks again.
	}
	current = token.trim();
}

function kept() {
	try {
		return sessionStorage.getItem(KEY) ?? '';
	}
	catch {
		return '';
	}
}

let current = kept();

export function headers() {
	return current ? { Authorization: `Bearer ${current}` } : {};
}

/**
 * Read what an answer says: the endpoint's error, or the status and the beginning of the text.
 * @return the words, and whether they are the endpoint's own
 */
export async function refusal(response) {
	let text = '';
	try {
		text = await response.text();
		const { error, status } = JSON.parse(text);
		if (typeof error === 'string' && status === undefined) {
			return { own: true, text: error };
		}
	}
	catch {
		// It is not the endpoint's.
	}
	const status = `${response.status} ${response.statusText}`.trim();
	const plain = text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim().slice(0, LONGEST_ANSWER);
	return { own: false, text: plain ? `${status}: ${plain}` : status };
}

/**
 * Ask for the token, and say what the answer without it was.
 */
export function ask({ own, text }) {
	setText(byId('access-answer'), own
		? `${current ? 'The cluster does not know this token' : 'The cluster is shown to those who prove who they are'}. `
			+ `It said: ${text}`
		: `Something before the cluster refused the request, such as the application's own security. It said: ${text}`);
	setData(byId('access-answer'), 'tone', own && !current ? 'plain' : 'bad');
	byId('access').hidden = false;
	document.body.dataset.view = 'refused';
	byId('token').focus();
}

export function granted() {
	byId('access').hidden = true;
	document.body.dataset.view = 'live';
}

/**
 * @param tryAgain called when there is another token
 */
export function begin(tryAgain) {
	takeFromAddress();
	addEventListener('hashchange', () => takeFromAddress() && tryAgain());
	byId('access-form').addEventListener('submit', (event) => {
		event.preventDefault();
		keep(byId('token').value);
		byId('token').value = '';
		tryAgain();
	});
}
