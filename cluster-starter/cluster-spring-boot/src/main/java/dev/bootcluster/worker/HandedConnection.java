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

package dev.bootcluster.worker;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;

/**
 * A connection that is first read by a request thread and meets Tomcat's poller only when
 * it has to wait for something. A handed-over connection has mostly got its first request
 * while it was on its way, and one that is closed after a single request then costs the
 * poller nothing.
 */
class HandedConnection extends NioSocketWrapper {

	HandedConnection(NioChannel channel, HandoffEndpoint endpoint) {
		super(channel, endpoint);
	}

	@Override
	public void registerReadInterest() {
		meetPoller();
		super.registerReadInterest();
	}

	@Override
	public void registerWriteInterest() {
		meetPoller();
		super.registerWriteInterest();
	}

	@Override
	public SendfileState processSendfile(SendfileDataBase sendfileData) {
		meetPoller();
		return super.processSendfile(sendfileData);
	}

	/**
	 * Since JDK 11 registering does not wait for a selection that is going on. Nothing is
	 * watched yet: that is said by the event that follows.
	 */
	private void meetPoller() {
		SocketChannel channel = getSocket().getIOChannel();
		Selector selector = getPoller().getSelector();
		if (channel != null && channel.keyFor(selector) == null) {
			try {
				channel.register(selector, 0, this);
			}
			catch (ClosedChannelException ex) {
				// The poller closes a connection without a key.
			}
		}
	}

}
