// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import org.jspecify.annotations.Nullable;

/**
 * Where a relayed request comes from: the client's connection, as the process knew it
 * that the client is connected to. Without it the other end would be a Unix socket of
 * this user, and every stranger local.
 *
 * @param remoteAddress the client's address
 * @param remotePort its port
 * @param localAddress the address that the client is connected to
 * @param localPort the port there
 * @param scheme {@code http} or {@code https}
 * @param serverPort the port that the request names
 * @param forwarded whether the client's address is from a header of a proxy
 * @param observed whether the process that relays it is a worker, whose application has
 * observed the request; the primary has none
 */
public record RelayOrigin(String remoteAddress, int remotePort, String localAddress, int localPort, String scheme,
		int serverPort, boolean forwarded, boolean observed) {

	/**
	 * The header with which it is sent. It means nothing in a request that comes over any
	 * other way than a worker's {@link RelaySocket}.
	 */
	public static final String HEADER = "Cluster-Relay";

	/**
	 * The header's value in a request that a worker makes for itself. A client's request
	 * never has it: whoever relays one sets the header.
	 */
	public static final String WORKER = "worker";

	/**
	 * The attribute of a request that was relayed.
	 */
	public static final String ATTRIBUTE = RelayOrigin.class.getName();

	/**
	 * Return the header's value.
	 * @return the value
	 */
	public String toHeader() {
		return "%s %d %s %d %s %d %s %s".formatted(this.remoteAddress, this.remotePort, this.localAddress,
				this.localPort, this.scheme, this.serverPort, this.forwarded, this.observed);
	}

	/**
	 * Read the header's value.
	 * @param header the value
	 * @return the origin, {@code null} if the value is none
	 */
	public static @Nullable RelayOrigin parse(@Nullable String header) {
		String[] parts = (header != null) ? header.split(" ") : new String[0];
		if (parts.length != 8) {
			return null;
		}
		try {
			return new RelayOrigin(parts[0], Integer.parseInt(parts[1]), parts[2], Integer.parseInt(parts[3]), parts[4],
					Integer.parseInt(parts[5]), Boolean.parseBoolean(parts[6]), Boolean.parseBoolean(parts[7]));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
