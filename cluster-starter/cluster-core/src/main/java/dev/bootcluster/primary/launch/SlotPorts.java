// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.bootcluster.process.ListeningPorts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Ports that a worker's options derive from its slot. A worker starts while the one that
 * it replaces still serves in the same slot, so each slot has several.
 */
final class SlotPorts {

	private static final Log logger = LogFactory.getLog(SlotPorts.class);

	/**
	 * Two suffice, unless the cluster was scaled up.
	 */
	private static final int CHOICES = 4;

	private final WorkerOptions own;

	private final int workers;

	/**
	 * Create ports.
	 * @param own the options
	 * @param workers how many slots there are
	 */
	SlotPorts(WorkerOptions own, int workers) {
		this.own = own;
		this.workers = workers;
	}

	/**
	 * Move to ports that are free: as many higher as there are slots.
	 * @param options the options of a worker, with the ports of its slot
	 * @param slot the slot
	 * @param taken the ports on which somebody listens
	 * @return the options with free ports, without those options if none is free
	 */
	List<String> free(List<String> options, int slot, ListeningPorts taken) {
		List<String> listening = this.own.listening(slot);
		if (listening.stream().noneMatch(taken::areNamedIn)) {
			return options;
		}
		List<String> free = IntStream.range(1, CHOICES)
			.mapToObj((choice) -> this.own.listening(slot + choice * this.workers))
			.filter((choice) -> choice.stream().noneMatch(taken::areNamedIn))
			.findFirst()
			.orElse(List.of());
		logger.info("Worker %d starts %s: the port of its slot is taken, as a rule by the worker that it replaces"
			.formatted(slot,
					free.isEmpty() ? "without " + String.join(" ", listening) : "with " + String.join(" ", free)));
		List<String> result = new ArrayList<>();
		for (String option : options) {
			int index = listening.indexOf(option);
			if (index == -1) {
				result.add(option);
			}
			else if (!free.isEmpty()) {
				result.add(free.get(index));
			}
		}
		return result;
	}

}
