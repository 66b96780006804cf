// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;

/**
 * A socket that the service manager passed to this process cannot serve the port.
 */
public final class PassedSocketException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String action;

	PassedSocketException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Return what the user can do.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
