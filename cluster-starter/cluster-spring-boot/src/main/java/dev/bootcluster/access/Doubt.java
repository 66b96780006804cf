// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

/**
 * Why the kernel's word does not prove that this machine's user sent a request.
 */
enum Doubt {

	/**
	 * The client's end is not in this network namespace, or is closed already.
	 */
	NO_SOCKET("The connection has no other end on this machine"),

	/**
	 * The socket, or a process that holds it, belongs to somebody else.
	 */
	OTHER_USER("The connection belongs to another user of this machine"),

	/**
	 * No process that can be inspected holds it.
	 */
	NO_PROCESS("The process at the other end of the connection cannot be inspected"),

	/**
	 * It was opened by the cluster: an application can be made to fetch a URL.
	 */
	CLUSTER("The connection was opened by the application itself"),

	/**
	 * The process has another way to be reached.
	 */
	RELAY("The process at the other end of the connection has other connections, and may pass on what others send"),

	/**
	 * The tables could not be read.
	 */
	UNKNOWN("The system does not say who is at the other end of the connection");

	private final String sentence;

	Doubt(String sentence) {
		this.sentence = sentence;
	}

	String sentence() {
		return this.sentence;
	}

}
