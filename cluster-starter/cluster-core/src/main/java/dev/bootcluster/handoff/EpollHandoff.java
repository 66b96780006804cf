// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.WorkerSocket;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A handoff on Netty's epoll transport; everything runs on one event loop.
 */
final class EpollHandoff implements Handoff {

	private static final Log logger = LogFactory.getLog(EpollHandoff.class);

	private final IoEventLoopGroup group;

	private final IoEventLoop loop;

	private final Listener listener;

	private final Intake intake;

	private final WorkerLinks links;

	private final WorkerSocket workers;

	private final Runnable open;

	private EpollHandoff(HandoffSettings settings) {
		this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("cluster-handoff", true),
				EpollIoHandler.newFactory());
		this.loop = this.group.next();
		boolean shared = settings.policy() == BalancingPolicy.SHARED;
		Rejection rejection = new Rejection(this.loop, settings.tls());
		Outage outage = new Outage(settings.pendingTimeout());
		Distributor distributor = new Distributor(new RoundRobinBalancer(), settings.maxPending(), outage, this.loop,
				rejection);
		this.listener = new Listener(this.loop, shared ? 1 : 64, shared ? rejection::reject : distributor::accepted);
		if (shared) {
			SharedIntake intake = new SharedIntake(this.listener, outage, this.loop);
			this.intake = intake;
			this.open = intake::open;
		}
		else {
			this.intake = distributor;
			this.open = this.listener::accept;
		}
		this.links = new WorkerLinks(this.intake, new SlowStart(settings.slowStart(), System::nanoTime));
		this.workers = new WorkerSocket(toWorkers(this.group, this.links),
				settings.directory().resolve(Ipc.HANDOFF_SOCKET));
	}

	static Handoff open(HandoffSettings settings) throws IOException {
		// The listening channel's class does not load the native library itself.
		Epoll.ensureAvailability();
		EpollHandoff handoff = new EpollHandoff(settings);
		try {
			handoff.listenForWorkers();
			handoff.listener.bind(settings.address(), settings.backlog());
			handoff.loop.execute(handoff.open);
			return handoff;
		}
		catch (Throwable ex) {
			handoff.close();
			throw ex;
		}
	}

	private static ServerBootstrap toWorkers(IoEventLoopGroup group, WorkerLinks links) {
		return new ServerBootstrap().group(group)
			.channel(EpollServerDomainSocketChannel.class)
			.childOption(EpollChannelOption.SO_SNDBUF, 1024 * 1024)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new LinkHandler(links));
				}

			});
	}

	@Override
	public List<String> listenForWorkers() throws IOException {
		return this.workers.listen();
	}

	@Override
	public InetSocketAddress address() {
		return this.listener.address();
	}

	@Override
	public void expect(long launch, int slot) {
		this.loop.execute(() -> this.links.expect(launch, slot));
	}

	@Override
	public void admit(long launch) {
		this.loop.execute(() -> this.links.admit(launch));
	}

	@Override
	public CompletableFuture<Long> release(long launch) {
		return CompletableFuture.supplyAsync(() -> this.links.release(launch), this.loop);
	}

	@Override
	public boolean canPause() {
		return this.intake instanceof Distributor;
	}

	@Override
	public void forget(long launch) {
		this.loop.execute(() -> this.links.forget(launch));
	}

	@Override
	public void hopeless(boolean hopeless) {
		this.loop.execute(() -> this.intake.hopeless(hopeless));
	}

	@Override
	public void reject() {
		this.loop.execute(this.intake::close);
	}

	@Override
	public HandoffStats stats() {
		return this.intake.stats();
	}

	@Override
	public void close() {
		this.group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
		try {
			// The loop closes it only if it was accepting.
			this.listener.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close the listening socket", ex);
		}
	}

}
