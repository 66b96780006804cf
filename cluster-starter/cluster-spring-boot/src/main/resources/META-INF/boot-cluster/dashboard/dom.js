// SPDX-License-Identifier: Apache-2.0

/* Elements. Whatever comes from the server becomes text, never markup. */

export function byId(id) {
	return document.getElementById(id);
}

/**
 * Create an element with attributes and children, which are elements or text.
 */
export function element(name, attributes = {}, ...children) {
	const created = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		created.setAttribute(key, value);
	}
	created.append(...children);
	return created;
}

/**
 * Set an element's text, and touch nothing if it is the same: selections stay.
 */
export function setText(node, text) {
	if (node.textContent !== text) {
		node.textContent = text;
	}
}

export function setData(node, key, value) {
	if (node.dataset[key] !== value) {
		node.dataset[key] = value;
	}
}

/**
 * Offer all slots, keep the choice, and say whether the options have changed.
 */
export function offerSlots(select, slots, first) {
	const wanted = [...first, ...slots.map((slot) => [String(slot), String(slot)])];
	const key = wanted.map(([value]) => value).join();
	if (select.dataset.slots === key) {
		return;
	}
	const chosen = select.value;
	select.dataset.slots = key;
	if (chosen && !wanted.some(([value]) => value === chosen)) {
		wanted.push([chosen, chosen]);
	}
	select.replaceChildren(...wanted.map(([value, text]) => element('option', { value }, text)));
	if (chosen) {
		select.value = chosen;
	}
}

/**
 * Say something to those who listen, politely.
 */
export function announce(text) {
	setText(byId('announcer'), text);
}
