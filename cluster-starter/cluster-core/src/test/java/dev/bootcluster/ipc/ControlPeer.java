// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * A control channel without a socket, and its peer.
 */
public final class ControlPeer {

	private final EmbeddedChannel wire = new EmbeddedChannel();

	private final EmbeddedChannel peer = new EmbeddedChannel();

	private final ControlChannel<FromPrimary> channel;

	private final List<FromPrimary> heard = new ArrayList<>();

	public ControlPeer() {
		// Messages no test reads are left to the garbage collector.
		this.wire.config().setAllocator(new UnpooledByteBufAllocator(false, true));
		this.channel = ControlChannel.open(this.wire, FromWorker.class, (channel, message) -> {
		}, (channel) -> {
		});
		Wire.install(this.peer.pipeline(), FromPrimary.class);
	}

	/**
	 * The end under test.
	 */
	public ControlChannel<FromPrimary> channel() {
		return this.channel;
	}

	/**
	 * Return all messages sent on it.
	 */
	public List<FromPrimary> heard() {
		Object frame;
		while ((frame = this.wire.readOutbound()) != null) {
			this.peer.writeInbound(frame);
		}
		FromPrimary message;
		while ((message = this.peer.readInbound()) != null) {
			this.heard.add(message);
		}
		return this.heard;
	}

	/**
	 * Let the peer send something that is not a message.
	 */
	public void babbles() {
		this.wire.writeInbound(Unpooled.buffer().writeInt(1).writeByte('?'));
	}

	/**
	 * Set whether the peer has stopped reading.
	 */
	public void stalls(boolean stalled) {
		this.wire.unsafe().outboundBuffer().setUserDefinedWritability(1, !stalled);
	}

	public boolean isClosed() {
		return !this.wire.isOpen();
	}

}
