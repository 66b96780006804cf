// SPDX-License-Identifier: Apache-2.0

/* The plots, and the same in words and figures. */

import { byId, element, setData, setText } from './dom.js';
import { bytes, micros, percent, rate, time, whole } from './format.js';
import { slotLook, stroke } from './looks.js';

/* Steps of an axis that are round in binary megabytes. */
const BINARY = Array.from({ length: 24 }, (_, power) => 2 ** (20 + power));

/* An axis without the lines between powers of ten. */
const DECADES = {
	splits: (chart, axis, low, high) => Array.from({ length: Math.round(Math.log10(high / low)) + 1 },
		(_, power) => low * 10 ** power),
	filter: (chart, splits) => splits,
};

const METRICS = [
	{ key: 'requests', title: 'Requests/s', format: rate, total: 'in all' },
	{ key: 'p50', title: 'p50', format: micros, total: 'slowest', log: true },
	{ key: 'p99', title: 'p99', format: micros, total: 'slowest', log: true },
	{ key: 'cpu', title: 'CPU', format: percent, total: 'in all' },
	{ key: 'memory', title: 'Memory', format: bytes, total: 'in all', steps: BINARY },
	{ key: 'connections', title: 'Connections', format: whole, total: 'in all' },
];

const HEIGHT = 150;

const WINDOW = 15 * 60;

/* A cluster that has just begun has no empty plots. */
const SHORTEST = 60;

const darkness = matchMedia('(prefers-color-scheme: dark)');

const hidden = new Set();

let plots = [];

let shape = '';

let visible = true;

let drawn = null;

/**
 * Show the samples, if anybody can see them.
 */
export function showPlots(state) {
	const slots = [...new Set(state.samples.flatMap((sample) => sample.workers.map((worker) => worker.slot)))]
		.sort((a, b) => a - b);
	const container = byId('plots');
	setData(container, 'samples', `${state.samples[0]?.id ?? 0} to ${state.lastSample}, ${state.samples.length} in all`);
	if (!visible || slots.length === 0) {
		return;
	}
	const wanted = `${slots.join()} ${darkness.matches}`;
	if (shape !== wanted) {
		shape = wanted;
		build(slots);
	}
	else if (drawn === state.samples.at(-1)) {
		return;
	}
	drawn = state.samples.at(-1);
	const rows = withGaps(state.samples, state.interval);
	const times = rows.map((row) => row.time / 1000);
	const bySlot = rows.map((row) => new Map(row.workers.map((worker) => [worker.slot, worker])));
	for (const plot of plots) {
		const series = slots.map((slot) => bySlot.map((workers) => value(workers.get(slot), plot.metric)));
		plot.chart.setData([times, ...series]);
		describe(plot, slots, series);
	}
}

/**
 * Return a worker's figure, null if there is none: a logarithm has no zero.
 */
function value(worker, { key, log }) {
	const known = worker?.[key] ?? null;
	return log && known !== null ? Math.max(known, 1) : known;
}

/**
 * Where samples are missing, no line may pretend to know.
 */
function withGaps(samples, interval) {
	const rows = [];
	for (const sample of samples) {
		const before = rows.at(-1);
		if (before && sample.time - before.time > 3 * interval) {
			rows.push({ time: before.time + interval, workers: [] });
		}
		rows.push(sample);
	}
	return rows;
}

function build(slots) {
	plots.forEach((plot) => plot.chart.destroy());
	const container = byId('plots');
	if (!container.children.length) {
		container.append(...METRICS.map(frame));
		observe(container);
	}
	plots = METRICS.map((metric, index) => create(metric, container.children[index], slots));
	byId('legend').replaceChildren(...slots.map(legend));
}

function frame(metric) {
	const table = element('table', {}, element('caption', { class: 'unseen' }, `${metric.title} in the last 15 minutes`),
		element('thead', {}, element('tr', {}, ...['Slot', 'Now', 'Lowest', 'Mean', 'Highest']
			.map((title) => element('th', { scope: 'col', class: 'number' }, title)))),
		element('tbody'));
	return element('figure', {},
		element('figcaption', {}, element('strong', {}, metric.title), element('span', { class: 'note' })),
		element('div', { class: 'canvas', role: 'img', 'aria-label': `Plot of ${metric.title}` }),
		element('details', {}, element('summary', {}, 'Figures', element('span', { class: 'unseen' }, ` of ${metric.title}`)),
			table));
}

/**
 * Follow the width of the page, and rest while nobody sees the plots.
 */
function observe(container) {
	new ResizeObserver(() => plots.forEach(({ chart, canvas }) => {
		if (canvas.clientWidth > 0 && canvas.clientWidth !== chart.width) {
			chart.setSize({ width: canvas.clientWidth, height: HEIGHT });
		}
	})).observe(container);
	new IntersectionObserver((entries) => {
		visible = entries.at(-1).isIntersecting;
	}, { rootMargin: '200px' }).observe(container);
}

function create(metric, figure, slots) {
	const canvas = figure.querySelector('.canvas');
	const note = figure.querySelector('.note');
	const style = getComputedStyle(document.body);
	const axis = {
		stroke: style.getPropertyValue('--muted'),
		grid: { stroke: style.getPropertyValue('--line'), width: 1 },
		ticks: { show: false },
		font: '11px system-ui, sans-serif',
	};
	const plot = { metric, figure, canvas, note, focused: null };
	plot.chart = new uPlot({
		width: canvas.clientWidth || 300,
		height: HEIGHT,
		padding: [8, 16, 0, 0],
		legend: { show: false },
		cursor: { y: false, drag: { x: false, y: false }, focus: { prox: 1e4 }, sync: { key: 'boot-cluster' } },
		focus: { alpha: 0.35 },
		scales: {
			x: { range: (chart, low, high) => [Math.max(high - WINDOW, Math.min(low, high - SHORTEST)), high] },
			// Of times, one slow request after a start would flatten all others.
			y: metric.log ? { distr: 3, range: (chart, low, high) => (high > 0 ? uPlot.rangeLog(low, high, 10, true) : [1, 10]) }
				: { range: (chart, low, high) => [0, high > 0 ? high * 1.15 : 1] },
		},
		axes: [
			{ ...axis, size: 26, space: 70, values: (chart, ticks) => ticks.map((tick) => time(tick * 1000).slice(-8, -3)) },
			{ ...axis, size: 62, space: 36, ...(metric.steps && { incrs: metric.steps }), ...(metric.log && DECADES),
				values: (chart, ticks) => ticks.map((tick) => (tick === 0 ? '0' : metric.format(tick))) },
		],
		series: [{}, ...slots.map((slot) => ({
			...stroke(slot, darkness.matches),
			label: `Slot ${slot}`,
			width: 1.5,
			show: !hidden.has(slot),
			points: { show: false },
		}))],
		hooks: { setCursor: [(chart) => readOut(plot, slots, chart)], setSeries: [(chart, index) => {
			plot.focused = index;
		}] },
	}, undefined, canvas);
	return plot;
}

/**
 * Say what is under the pointer.
 */
function readOut(plot, slots, chart) {
	const at = chart.cursor.idx;
	const index = plot.focused;
	if (at === null || at === undefined || !index || !plot.chart) {
		plot.reading = null;
		setText(plot.note, plot.summary ?? '');
		return;
	}
	plot.reading = `${time(chart.data[0][at] * 1000)} · slot ${slots[index - 1]} · `
		+ plot.metric.format(chart.data[index][at] ?? undefined);
	setText(plot.note, plot.reading);
}

function legend(slot) {
	const look = slotLook(slot);
	const button = element('button', { type: 'button', class: 'small', 'aria-pressed': String(!hidden.has(slot)) },
		element('span', { class: 'key', 'aria-hidden': 'true', 'data-colour': look.colour, 'data-dash': look.dash }),
		`Slot ${slot}`);
	button.addEventListener('click', () => {
		const show = hidden.delete(slot) || !hidden.add(slot);
		button.setAttribute('aria-pressed', String(show));
		plots.forEach(({ chart }) => chart.series.forEach((series, index) => {
			if (series.label === `Slot ${slot}`) {
				chart.setSeries(index, { show });
			}
		}));
	});
	return button;
}

function describe(plot, slots, series) {
	const { metric, figure } = plot;
	const figures = series.map((values, index) => figuresOf(slots[index], values));
	const now = figures.map((line) => line.now).filter((value) => value !== null);
	const total = metric.total === 'in all' ? now.reduce((sum, value) => sum + value, 0) : Math.max(...now);
	plot.summary = now.length ? `${metric.format(total)} ${metric.total}` : 'Nothing now';
	if (!plot.reading) {
		setText(plot.note, plot.summary);
	}
	plot.canvas.setAttribute('aria-label', `Plot of ${metric.title} over 15 minutes, ${slots.length} slots. Now `
		+ `${plot.summary}. The figures are in the table after it.`);
	const details = figure.querySelector('details');
	if (details.open) {
		rowsOf(details.querySelector('tbody'), figures, metric.format);
	}
	else {
		details.ontoggle = () => rowsOf(details.querySelector('tbody'), figures, metric.format);
	}
}

function figuresOf(slot, values) {
	const known = values.filter((value) => value !== null);
	const some = known.length > 0;
	return { slot, now: values.at(-1) ?? null, lowest: some ? Math.min(...known) : null,
		mean: some ? known.reduce((sum, value) => sum + value, 0) / known.length : null,
		highest: some ? Math.max(...known) : null };
}

function rowsOf(body, figures, format) {
	while (body.rows.length > figures.length) {
		body.deleteRow(-1);
	}
	figures.forEach(({ slot, ...values }, index) => {
		const row = body.rows[index] ?? body.appendChild(element('tr', {},
			element('th', { scope: 'row', class: 'number' }),
			...Object.keys(values).map(() => element('td', { class: 'number' }))));
		setText(row.cells[0], String(slot));
		Object.values(values).forEach((value, cell) => setText(row.cells[cell + 1], format(value)));
	});
}
