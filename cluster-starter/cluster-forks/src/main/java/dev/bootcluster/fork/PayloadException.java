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

package dev.bootcluster.fork;

import dev.bootcluster.fork.ForkFailedException.Reason;

/**
 * An object cannot be transferred between processes. The message completes a sentence
 * about the object.
 */
final class PayloadException extends Exception {

	private final Reason reason;

	private final Throwable origin;

	PayloadException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.origin = cause;
	}

	Reason reason() {
		return this.reason;
	}

	/**
	 * The exception thrown by serialization itself.
	 */
	Throwable origin() {
		return this.origin;
	}

}
