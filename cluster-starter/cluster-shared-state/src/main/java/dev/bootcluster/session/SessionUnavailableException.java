// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The session of a request cannot be read or written because Redis is in trouble. The
 * request is answered with 503.
 */
public class SessionUnavailableException extends DataAccessResourceFailureException {

	SessionUnavailableException(String reason, @Nullable Throwable cause) {
		super("Sessions are unavailable: " + reason, cause);
	}

	/**
	 * Find this exception among the causes of another: views and servlets wrap
	 * exceptions.
	 */
	static @Nullable SessionUnavailableException in(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SessionUnavailableException found) {
				return found;
			}
		}
		return null;
	}

}
