// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.ReturnChannel;

/**
 * A worker's connection on its way back to the primary.
 *
 * @param connection the connection
 * @param note what travels with it
 * @param outcome whether the primary took it
 */
record GivenBack(RawWorker.Connection connection, ConnectionNote note,
		CompletableFuture<Boolean> outcome) implements ReturnChannel.Parcel {

	/**
	 * Give a connection back.
	 * @return whether the primary took it
	 */
	static CompletableFuture<Boolean> send(ReturnChannel channel, RawWorker.Connection connection,
			ConnectionNote note) {
		GivenBack parcel = new GivenBack(connection, note, new CompletableFuture<>());
		channel.send(parcel);
		return parcel.outcome;
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public int descriptor() {
		return this.connection.descriptor().intValue();
	}

	@Override
	public void taken() {
		this.outcome.complete(true);
	}

	@Override
	public void refused() {
		this.outcome.complete(false);
	}

}
