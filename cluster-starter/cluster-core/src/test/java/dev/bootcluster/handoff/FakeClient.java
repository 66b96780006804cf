// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.bootcluster.Balancer.Client;

/**
 * A client at an address.
 *
 * @param address the address
 */
record FakeClient(InetAddress address) implements Client {

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
				.getByAddress(new byte[] { 10, (byte) (number >> 16), (byte) (number >> 8), (byte) number }));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public int slot() {
		return 0;
	}

}
