// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;

/**
 * Thrown when a connection does not begin with a valid header of the PROXY protocol.
 */
final class ProxyHeaderException extends IOException {

	/**
	 * @param fault what is wrong with the header, without anything that the client has
	 * sent
	 */
	ProxyHeaderException(String fault) {
		super(fault);
	}

}
