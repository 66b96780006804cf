// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.Balancer;
import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.DescriptorLimit;
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
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A handoff on Netty's epoll transport; everything runs on one event loop.
 */
final class EpollHandoff implements Handoff {

	private static final Log logger = LogFactory.getLog(EpollHandoff.class);

	private final IoEventLoopGroup group;

	private final IoEventLoop loop;

	private final HandoffSettings settings;

	private final DescriptorLimit limit;

	private final PassedSockets passed;

	private final Port main;

	/**
	 * All open ports by their numbers; changed on the event loop only.
	 */
	private final Map<Integer, Port> ports = new ConcurrentHashMap<>();

	/**
	 * What ports have counted that are closed; guarded by the open ones.
	 */
	private HandoffStats closed = HandoffStats.NONE;

	private final WorkerLinks links;

	private final WorkerSocket workers;

	private final Balancers balancers;

	private boolean hopeless;

	private boolean bounded;

	private boolean rejecting;

	private EpollHandoff(HandoffSettings settings, Balancers balancers, DescriptorLimit limit, PassedSockets passed,
			@Nullable Socket main) {
		this.balancers = balancers;
		Balancer balancer = balancers.create(!settings.tls());
		this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("cluster-handoff", true),
				EpollIoHandler.newFactory());
		this.loop = this.group.next();
		this.settings = settings;
		this.limit = limit;
		this.passed = passed;
		this.main = new Port(this.loop, settings, balancer, limit, !settings.tls(), main);
		this.ports.put(Ipc.MAIN_PORT, this.main);
		this.links = new WorkerLinks(this::intake, new SlowStart(settings.slowStart(), System::nanoTime));
		this.workers = new WorkerSocket(toWorkers(this.group, this.links, limit),
				settings.directory().resolve(Ipc.HANDOFF_SOCKET));
	}

	private @Nullable Intake intake(int number) {
		Port port = this.ports.get(number);
		return (port != null) ? port.intake() : null;
	}

	static Handoff open(HandoffSettings settings, DescriptorLimit limit) throws IOException {
		return open(settings, limit, List.of());
	}

	static Handoff open(HandoffSettings settings, DescriptorLimit limit, List<Integer> descriptors) throws IOException {
		// The listening channel's class does not load the native library itself.
		Epoll.ensureAvailability();
		PassedSockets passed = new PassedSockets(descriptors);
		Socket main = passed.takeMain(settings.address().getPort());
		if (main != null) {
			String others = passed.ports();
			logger.info("The service manager passed the listening socket for port %d%s"
				.formatted(main.localAddress().getPort(), others.isEmpty() ? ""
						: ", and for the application's further connectors, if it has any, " + others));
		}
		Balancers balancers = new Balancers(settings.policy(), settings.weights(),
				Thread.currentThread().getContextClassLoader());
		EpollHandoff handoff = new EpollHandoff(settings, balancers, limit, passed, main);
		try {
			handoff.listenForWorkers();
			handoff.main.bind(settings.address(), settings.backlog());
			handoff.loop.execute(handoff.main::open);
			return handoff;
		}
		catch (Throwable ex) {
			handoff.close();
			throw ex;
		}
	}

	private static ServerBootstrap toWorkers(IoEventLoopGroup group, WorkerLinks links, DescriptorLimit limit) {
		return new ServerBootstrap().group(group)
			.channel(EpollServerDomainSocketChannel.class)
			.childOption(EpollChannelOption.SO_SNDBUF, 1024 * 1024)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new LinkHandler(links, limit));
				}

			});
	}

	@Override
	public List<String> listenForWorkers() throws IOException {
		return this.workers.listen();
	}

	@Override
	public InetSocketAddress address() {
		return this.main.address();
	}

	@Override
	public CompletableFuture<InetSocketAddress> open(int number, AdditionalPort port) {
		CompletableFuture<InetSocketAddress> opened = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				opened.complete(openNow(number, port));
			}
			catch (IOException | RuntimeException ex) {
				opened.completeExceptionally(ex);
			}
		});
		return opened;
	}

	private InetSocketAddress openNow(int number, AdditionalPort additional) throws IOException {
		Port port = new Port(this.loop, this.settings, this.balancers.create(additional.plainHttp()), this.limit,
				additional.plainHttp(), this.passed.take(additional.address().getPort()));
		try {
			port.bind(additional.address(), additional.backlog());
		}
		catch (IOException ex) {
			port.close();
			giveBack(port);
			throw ex;
		}
		this.ports.put(number, port);
		port.open();
		port.intake().hopeless(this.hopeless);
		port.intake().bounded(this.bounded);
		if (this.rejecting) {
			port.reject();
		}
		return port.address();
	}

	private void giveBack(Port port) {
		Socket socket = port.passed();
		if (socket != null) {
			this.passed.giveBack(socket);
		}
	}

	@Override
	public void close(int number) {
		this.loop.execute(() -> {
			Port port = this.ports.get(number);
			if (port != null) {
				port.stop();
				forget(number, port);
				giveBack(port);
			}
		});
	}

	/**
	 * Its connections count on.
	 */
	private void forget(int number, Port port) {
		synchronized (this.ports) {
			this.ports.remove(number);
			this.closed = this.closed.plus(port.intake().stats().closed());
		}
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
	public void linger(long launch) {
		this.loop.execute(() -> this.links.linger(launch));
	}

	@Override
	public CompletableFuture<Long> release(long launch) {
		return CompletableFuture.supplyAsync(() -> this.links.release(launch), this.loop);
	}

	@Override
	public BalancingPolicy policy() {
		return this.balancers.policy();
	}

	@Override
	public boolean needsLoad() {
		return this.balancers.needLoad();
	}

	@Override
	public void balance(BalancingPolicy policy, Map<Integer, Integer> weights) {
		Balancer first = this.balancers.change(policy, weights, this.main.isPlainHttp());
		this.loop.execute(() -> {
			this.main.balancer(first);
			this.ports.values().stream().filter((port) -> port != this.main).forEach(this::balance);
			this.links.countAnew();
		});
	}

	@Override
	public void tryOut(BalancingPolicy policy) {
		this.balancers.tryOut(policy);
	}

	private void balance(Port port) {
		try {
			port.balancer(this.balancers.create(port.isPlainHttp()));
		}
		catch (BalancerException ex) {
			logger.error("Port %d keeps its balancing policy: class %s %s".formatted(port.address().getPort(), policy(),
					ex.getMessage()), ex);
		}
	}

	@Override
	public Map<Long, WorkerHandoffs> workers() {
		return this.links.handoffs();
	}

	@Override
	public boolean canPause() {
		return this.main.intake() instanceof Distributor;
	}

	@Override
	public void forget(long launch) {
		this.loop.execute(() -> this.links.forget(launch));
	}

	@Override
	public void bounded(boolean bounded) {
		this.loop.execute(() -> {
			this.bounded = bounded;
			this.ports.values().forEach((port) -> port.intake().bounded(bounded));
		});
	}

	@Override
	public void hopeless(boolean hopeless) {
		this.loop.execute(() -> {
			this.hopeless = hopeless;
			this.ports.values().forEach((port) -> port.intake().hopeless(hopeless));
		});
	}

	@Override
	public void reject() {
		this.loop.execute(() -> {
			this.rejecting = true;
			this.ports.values().forEach(Port::reject);
		});
	}

	@Override
	public CompletableFuture<Void> responds() {
		try {
			return CompletableFuture.runAsync(() -> {
			}, this.loop);
		}
		catch (RejectedExecutionException ex) {
			// It is closed.
			return new CompletableFuture<>();
		}
	}

	@Override
	public HandoffStats stats() {
		synchronized (this.ports) {
			HandoffStats stats = this.closed;
			for (Port port : this.ports.values()) {
				stats = stats.plus(port.intake().stats());
			}
			return stats;
		}
	}

	@Override
	public void close() {
		this.group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
		// The loop closes those that were accepting.
		this.ports.values().forEach(Port::close);
	}

}
