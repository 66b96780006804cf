// SPDX-License-Identifier: Apache-2.0

/* Server-sent events, read with fetch because EventSource sends no Authorization. */

import { headers, refusal } from './access.js';

const WAITS = [500, 1000, 2000, 4000, 5000];

const NOTICEABLE = 3000;

/* The server says something at least every ten seconds. */
const SILENCE = 15000;

const SHORT_LIFE = 1000;

const LONGEST_MESSAGE = 64 * 1024 * 1024;

/**
 * A stream that is opened again whenever it ends.
 */
export class Stream {

	#turn = 0;

	#abort = new AbortController();

	#missing = null;

	/* What the last answer without a stream said. */
	#reason = '';

	#listener;

	/**
	 * @param listener has address(), message(name, data), status(status, reason) and refused(answer)
	 */
	constructor(listener) {
		this.#listener = listener;
	}

	/**
	 * Open the stream, instead of the one there is.
	 */
	open() {
		this.#turn += 1;
		this.#abort.abort();
		this.#stay(this.#turn);
	}

	async #stay(turn) {
		let failures = 0;
		while (turn === this.#turn) {
			const began = performance.now();
			const outcome = await this.#read(turn);
			if (turn !== this.#turn || outcome === 'refused') {
				return;
			}
			this.#lost();
			failures = outcome === 'ended' && performance.now() - began > SHORT_LIFE ? 0 : failures + 1;
			if (failures > 0) {
				const wait = WAITS[Math.min(failures, WAITS.length) - 1];
				await new Promise((resolve) => setTimeout(resolve, wait));
			}
		}
	}

	/**
	 * Tell nobody before it can be noticed.
	 */
	#lost() {
		this.#missing ??= setTimeout(() => this.#listener.status('reconnecting', this.#reason), NOTICEABLE);
	}

	#found() {
		clearTimeout(this.#missing);
		this.#missing = null;
		this.#reason = '';
		this.#listener.status('live', '');
	}

	async #read(turn) {
		const abort = this.#abort = new AbortController();
		let silence = setTimeout(() => abort.abort(), SILENCE);
		let outcome = 'failed';
		try {
			const response = await fetch(this.#listener.address(),
				{ headers: headers(), signal: abort.signal, cache: 'no-store' });
			if (turn !== this.#turn) {
				return outcome;
			}
			if (!isStream(response)) {
				return await this.#unexpected(response, turn);
			}
			this.#found();
			const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
			// A message may open another stream: what follows in the same chunk is of the old one.
			const parser = new Parser((name, data) => turn === this.#turn && this.#listener.message(name, data));
			for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
				if (turn !== this.#turn) {
					return outcome;
				}
				clearTimeout(silence);
				silence = setTimeout(() => abort.abort(), SILENCE);
				outcome = 'ended';
				parser.accept(chunk.value);
			}
		}
		catch {
			// The process that served it is gone, or silent: another one is asked.
		}
		finally {
			clearTimeout(silence);
			abort.abort();
		}
		return outcome;
	}

	async #unexpected(response, turn) {
		const answer = response.ok ? { own: false, text: `a page instead of the stream, from ${response.url}` }
			: await refusal(response);
		if (turn !== this.#turn) {
			return 'failed';
		}
		if (!response.ok && response.status !== 401 && response.status !== 403) {
			this.#reason = answer.text;
			return 'failed';
		}
		clearTimeout(this.#missing);
		this.#missing = null;
		this.#listener.refused(answer);
		return 'refused';
	}

}

function isStream(response) {
	return response.ok && (response.headers.get('Content-Type') ?? '').startsWith('text/event-stream');
}

/**
 * Cuts text into messages.
 */
export class Parser {

	#rest = '';

	#name = 'message';

	#data = [];

	#accept;

	constructor(accept) {
		this.#accept = accept;
	}

	accept(text) {
		const lines = (this.#rest + text).split('\n');
		this.#rest = lines.pop();
		if (this.#rest.length > LONGEST_MESSAGE) {
			throw new RangeError('The message is too long');
		}
		lines.forEach((line) => this.#line(line.endsWith('\r') ? line.slice(0, -1) : line));
	}

	#line(line) {
		if (line.startsWith('event:')) {
			this.#name = line.slice('event:'.length).trim();
		}
		else if (line.startsWith('data:')) {
			this.#data.push(line.slice('data:'.length));
		}
		else if (line === '') {
			this.#end();
		}
	}

	#end() {
		const [name, data] = [this.#name, this.#data.join('\n')];
		this.#name = 'message';
		this.#data = [];
		if (data) {
			this.#accept(name, JSON.parse(data));
		}
	}

}
