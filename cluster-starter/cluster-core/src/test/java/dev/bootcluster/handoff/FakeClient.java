// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.bootcluster.Balancer.Client;

/**
 * A client at an address.
 *
 * @param address the address
 * @param slot the slot that its connection belongs to, 0 if it belongs to none
 * @param worker the worker that it belongs to, 0 if unknown
 */
record FakeClient(InetAddress address, int slot, long worker) implements Client {

	/**
	 * A client whose address does not matter.
	 */
	static final FakeClient ANY = of(0);

	/**
	 * Return the client with a number of its own.
	 */
	static FakeClient of(int number) {
		try {
			return new FakeClient(InetAddress
				.getByAddress(new byte[] { 10, (byte) (number >> 16), (byte) (number >> 8), (byte) number }), 0, 0);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
