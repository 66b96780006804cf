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

package dev.bootcluster.benchmarks;

import java.util.Locale;

/**
 * What became of a request.
 */
enum Outcome {

	/**
	 * The whole answer came and was the right one.
	 */
	ANSWERED,

	/**
	 * Nobody listened.
	 */
	REFUSED,

	/**
	 * The server aborted the connection.
	 */
	RESET,

	/**
	 * The server closed the connection without a byte.
	 */
	CLOSED,

	/**
	 * The client gave up.
	 */
	TIMEOUT,

	/**
	 * The answer ended too early.
	 */
	TRUNCATED,

	/**
	 * The answer was another one.
	 */
	WRONG,

	/**
	 * The status said that it failed.
	 */
	NON_2XX;

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
