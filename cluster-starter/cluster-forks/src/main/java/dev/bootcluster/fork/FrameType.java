// SPDX-License-Identifier: Apache-2.0

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
