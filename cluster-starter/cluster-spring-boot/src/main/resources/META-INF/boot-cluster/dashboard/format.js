// SPDX-License-Identifier: Apache-2.0

/* Figures as people read them. */

export const NOTHING = '–';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const TENTH = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

const HUNDREDTH = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

const CLOCK = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });

const DURATION = /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/;

function known(value) {
	return typeof value === 'number' && Number.isFinite(value);
}

function significant(value) {
	return (value >= 100 ? WHOLE : value >= 10 ? TENTH : HUNDREDTH).format(value);
}

export function whole(value) {
	return known(value) ? WHOLE.format(value) : NOTHING;
}

export function rate(value) {
	return known(value) ? (value >= 10 ? WHOLE : TENTH).format(value) : NOTHING;
}

/**
 * Processors as a percentage, 100 % being one of them.
 */
export function percent(value) {
	return known(value) ? `${WHOLE.format(value * 100)} %` : NOTHING;
}

export function bytes(value) {
	if (!known(value) || value <= 0) {
		return NOTHING;
	}
	return value >= 1024 ** 3 ? `${significant(value / 1024 ** 3)} GB` : `${WHOLE.format(value / 1024 ** 2)} MB`;
}

export function micros(value) {
	if (!known(value)) {
		return NOTHING;
	}
	return value >= 1e6 ? `${significant(value / 1e6)} s` : `${significant(value / 1e3)} ms`;
}

/**
 * Parse an ISO-8601 duration, or take seconds as they are.
 */
export function seconds(duration) {
	const parts = DURATION.exec(String(duration));
	if (parts) {
		return Number(parts[1] ?? 0) * 86400 + Number(parts[2] ?? 0) * 3600 + Number(parts[3] ?? 0) * 60
			+ Number(parts[4] ?? 0);
	}
	return known(duration) ? duration : NaN;
}

/**
 * A duration with its two largest units.
 */
export function duration(value) {
	const all = Math.floor(seconds(value));
	if (!known(all)) {
		return NOTHING;
	}
	const [days, hours, minutes] = [Math.floor(all / 86400), Math.floor(all / 3600) % 24, Math.floor(all / 60) % 60];
	if (days > 0) {
		return `${days}d ${hours}h`;
	}
	if (hours > 0) {
		return `${hours}h ${minutes}m`;
	}
	return minutes > 0 ? `${minutes}m ${all % 60}s` : `${all}s`;
}

/**
 * The time of day, with the day unless it is today.
 */
export function time(value) {
	const date = new Date(value);
	if (Number.isNaN(date.getTime())) {
		return NOTHING;
	}
	const clock = CLOCK.format(date);
	return date.toDateString() === new Date().toDateString() ? clock : `${DAY.format(date)} ${clock}`;
}

/**
 * The name of a constant as a word: WORKER_READY is "Worker ready".
 */
export function words(constant) {
	const text = String(constant ?? '').toLowerCase().replaceAll('_', ' ');
	return text.charAt(0).toUpperCase() + text.slice(1);
}
