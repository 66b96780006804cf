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

package dev.bootcluster.handoff;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes accepted connections in the listening channel's own pipeline, before Netty
 * registers them anywhere.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

	private static final Log logger = LogFactory.getLog(Acceptor.class);

	private final Distributor distributor;

	Acceptor(Distributor distributor) {
		this.distributor = distributor;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.distributor.accepted((EpollSocketChannel) message);
	}

	/**
	 * Out of descriptors or memory: the kernel keeps the connections, so wait a second
	 * instead of spinning.
	 */
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		logger.warn("Cannot accept connections, trying again in 1s: " + cause);
		context.channel().config().setAutoRead(false);
		context.executor().schedule(() -> context.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS);
	}

}
