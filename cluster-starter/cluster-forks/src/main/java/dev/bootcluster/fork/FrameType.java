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

import java.io.IOException;

/**
 * The type of a frame between a fork and its owner. A frame is four bytes of length, one
 * byte with the code of this type, and the content.
 */
enum FrameType {

	/**
	 * From the fork, first: the token from its owner.
	 */
	HELLO(1),

	/**
	 * To the fork: a serialized task to run.
	 */
	TASK(2),

	/**
	 * To the fork: a serialized task whose end the owner does not await.
	 */
	DETACHED_TASK(3),

	/**
	 * From the fork: it has read the task and begins to run it.
	 */
	STARTED(4),

	/**
	 * From the fork: a serialized object for the listener.
	 */
	MESSAGE(5),

	/**
	 * From the fork, last for a task: its serialized result.
	 */
	RESULT(6),

	/**
	 * From the fork, last for a task: a serialized {@link TaskFailure}.
	 */
	FAILED(7);

	private final int code;

	FrameType(int code) {
		this.code = code;
	}

	byte code() {
		return (byte) this.code;
	}

	static FrameType of(byte code) throws IOException {
		for (FrameType type : values()) {
			if (type.code == code) {
				return type;
			}
		}
		throw new IOException("Unknown frame type " + code);
	}

}
