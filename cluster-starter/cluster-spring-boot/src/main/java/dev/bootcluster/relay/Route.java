// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

/**
 * Who answers a request.
 */
sealed interface Route {

	/**
	 * This process.
	 *
	 * @param actuator whether it is a request to Actuator
	 */
	record Here(boolean actuator) implements Route {

	}

	/**
	 * The worker in a slot.
	 *
	 * @param slot the slot
	 * @param path the path there, as it is on the wire, without the context path
	 */
	record Slot(int slot, String path) implements Route {

	}

	/**
	 * All workers: the request means the application.
	 */
	record All() implements Route {

	}

	/**
	 * Whichever worker is ready.
	 *
	 * @param orHere whether this process answers while there is none
	 */
	record Any(boolean orHere) implements Route {

	}

}
