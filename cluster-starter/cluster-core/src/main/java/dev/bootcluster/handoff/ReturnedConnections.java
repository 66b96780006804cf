// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.DescriptorReceiver;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Takes the connections that a worker gives back, for another one.
 */
final class ReturnedConnections implements DescriptorReceiver {

	private final long launch;

	private final Intake intake;

	private final WorkerTally tally;

	/**
	 * @param launch the worker's launch number
	 * @param intake distributes the connections of the port
	 * @param tally counts what becomes of the worker's connections
	 */
	ReturnedConnections(long launch, Intake intake, WorkerTally tally) {
		this.launch = launch;
		this.intake = intake;
		this.tally = tally;
	}

	@Override
	public boolean reserve() {
		return false;
	}

	/**
	 * A connection without a note has lost it.
	 */
	@Override
	public boolean reserve(@Nullable ConnectionNote note) {
		return note != null && this.intake.takesBack(note, this.launch);
	}

	@Override
	public void take(int descriptor) {
		throw new IllegalStateException("A connection came back without a note");
	}

	@Override
	public void take(int descriptor, @Nullable ConnectionNote note) {
		if (note == null) {
			take(descriptor);
			return;
		}
		this.tally.migratedOut();
		this.intake.returned(new FileDescriptor(descriptor), note, this.launch);
	}

	@Override
	public void end() {
		// The end of the worker is noticed elsewhere.
	}

}
