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

package dev.bootcluster.ipc;

/**
 * The bytes a worker writes on the handoff channel after its eight-byte launch number:
 * one per descriptor, in order, and one when it has room again.
 */
public enum HandoffCode {

	/**
	 * The worker took the connection.
	 */
	TAKEN('A'),

	/**
	 * The worker is full: offer the connection to another and send nothing until
	 * {@link #ROOM}.
	 */
	REFUSED('R'),

	/**
	 * The worker that refused has room again.
	 */
	ROOM('C');

	private final byte code;

	HandoffCode(char code) {
		this.code = (byte) code;
	}

	/**
	 * Return the byte on the wire.
	 * @return the byte
	 */
	public byte code() {
		return this.code;
	}

	/**
	 * Read a code.
	 * @param code the byte on the wire
	 * @return its meaning
	 * @throws IllegalArgumentException if it is unknown
	 */
	public static HandoffCode of(byte code) {
		return switch (code) {
			case 'A' -> TAKEN;
			case 'R' -> REFUSED;
			case 'C' -> ROOM;
			default -> throw new IllegalArgumentException("Unknown handoff code " + code);
		};
	}

}
