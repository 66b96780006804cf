/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
	 * Find this exception among the causes of another, for views and servlets wrap what
	 * is thrown in them.
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
