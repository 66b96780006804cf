// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;

/**
 * Bytes from the server that are not the HTTP/1.1 answer that was due.
 */
final class MalformedAnswerException extends IOException {

	MalformedAnswerException(String message) {
		super(message);
	}

}
