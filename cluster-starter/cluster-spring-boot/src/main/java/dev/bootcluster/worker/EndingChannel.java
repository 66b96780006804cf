// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * A channel in plain text that says that it ends before it is closed. The JDK does so
 * when it closes a channel that a selector knows, and a handed-over one may have got its
 * answer before. Otherwise what the client still sends makes the kernel reset the
 * connection (RFC 9112, section 9.6).
 */
final class EndingChannel extends NioChannel {

	EndingChannel(SocketBufferHandler buffers) {
		super(buffers);
	}

	@Override
	public void close() throws IOException {
		try {
			this.sc.shutdownOutput();
		}
		catch (IOException ex) {
			// The client has closed it.
		}
		super.close();
	}

}
