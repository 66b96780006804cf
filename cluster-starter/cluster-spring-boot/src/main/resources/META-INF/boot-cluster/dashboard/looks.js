// SPDX-License-Identifier: Apache-2.0

/* How a slot is told from others: six colours, then the same with dashes, then with dots. */

/* Six that stay apart with each kind of colour blindness, and from the background by 3:1 at least. */
const COLOURS = {
	light: ['#3a86ff', '#997700', '#5b2a86', '#2e8540', '#1b1f24', '#6b7280'],
	dark: ['#99ddff', '#e69f00', '#9b8cf0', '#009e73', '#ddcc77', '#d9541c'],
};

const DASHES = [[], [6, 3], [2, 2]];

export function slotLook(slot) {
	const index = Math.max(0, slot - 1);
	return { colour: index % 6, dash: Math.floor(index / 6) % DASHES.length };
}

export function stroke(slot, dark) {
	const { colour, dash } = slotLook(slot);
	return { stroke: COLOURS[dark ? 'dark' : 'light'][colour], dash: DASHES[dash] };
}
