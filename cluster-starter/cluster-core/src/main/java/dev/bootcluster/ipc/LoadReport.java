// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import io.netty.buffer.ByteBuf;

/**
 * The load of a worker, as it reports it on a handoff channel.
 *
 * @param connections open connections of the channel's port
 * @param inFlight requests that were begun and have not ended, of all ports
 * @param answered requests that have ended since the last report, of all ports
 * @param micros microseconds that these took on average, 0 if there is none
 */
public record LoadReport(int connections, int inFlight, int answered, int micros) {

	static final int LENGTH = 4 * Integer.BYTES;

	public LoadReport {
		if (connections < 0 || inFlight < 0 || answered < 0 || micros < 0) {
			throw new IllegalArgumentException("A load cannot be negative");
		}
	}

	/**
	 * Read a report.
	 * @param bytes the bytes that follow its code
	 * @return the report
	 */
	public static LoadReport read(ByteBuf bytes) {
		return new LoadReport(bytes.readInt(), bytes.readInt(), bytes.readInt(), bytes.readInt());
	}

	void write(ByteBuf bytes) {
		bytes.writeByte(HandoffCode.LOAD.code())
			.writeInt(this.connections)
			.writeInt(this.inFlight)
			.writeInt(this.answered)
			.writeInt(this.micros);
	}

}
