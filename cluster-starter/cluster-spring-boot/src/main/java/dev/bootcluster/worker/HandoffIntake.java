// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bootcluster.ipc.ConnectionNote;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections that the primary accepted. Runs on the thread that receives them.
 */
final class HandoffIntake implements Intake {

	private final HandoffEndpoint endpoint;

	private final Runnable onEnd;

	private final AtomicBoolean refused = new AtomicBoolean();

	/**
	 * @param endpoint takes the connections
	 * @param room tells the primary that there is room again
	 * @param onEnd called when no more connections will come
	 */
	HandoffIntake(HandoffEndpoint endpoint, Runnable room, Runnable onEnd) {
		this.endpoint = endpoint;
		this.onEnd = onEnd;
		endpoint.onRoom(() -> {
			if (this.refused.get() && this.refused.compareAndSet(true, false)) {
				room.run();
			}
		});
	}

	@Override
	public boolean reserve() {
		return reserve(null);
	}

	@Override
	public boolean reserve(@Nullable ConnectionNote note) {
		if (this.endpoint.reserve(note)) {
			return true;
		}
		this.refused.set(true);
		// A connection that closed in the meantime told nobody, so try again. The refusal
		// stands even so: the primary may still be waiting for room after an earlier one,
		// and a needless notice is harmless.
		return this.endpoint.reserve(note);
	}

	@Override
	public void take(int descriptor) throws IOException {
		take(descriptor, null);
	}

	@Override
	public void take(int descriptor, @Nullable ConnectionNote note) throws IOException {
		SocketChannel connection;
		try {
			connection = ReceivedSockets.connection(descriptor);
		}
		catch (IOException ex) {
			this.endpoint.unreserve(note);
			throw ex;
		}
		this.endpoint.serve(connection, note);
	}

	@Override
	public void end() {
		// If the primary is alive, a worker without connections is useless.
		this.onEnd.run();
	}

	@Override
	public void close() {
		// The primary sends nothing more.
	}

}
