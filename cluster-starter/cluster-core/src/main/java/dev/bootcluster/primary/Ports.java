// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.handoff.AdditionalPort;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.PortRequest.Open;
import dev.bootcluster.ipc.PortRequest.Opened;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.primary.launch.PortConflict;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The ports besides the main one. The first worker that asks for a port has it opened,
 * because only a worker knows the application's connectors; the others, and those of
 * later generations, share it. It is closed when neither the serving generation nor that
 * of any worker has asked for it. Used on the loop only.
 */
final class Ports implements WorkerObserver {

	private static final Log logger = LogFactory.getLog(Ports.class);

	private final Fleet fleet;

	private final WorkerPool pool;

	private final Handoff handoff;

	private final TaskLoop loop;

	private final Map<Key, Port> ports = new LinkedHashMap<>();

	private int lastNumber = Ipc.MAIN_PORT;

	Ports(Fleet fleet, WorkerPool pool, Handoff handoff, TaskLoop loop) {
		this.fleet = fleet;
		this.pool = pool;
		this.handoff = handoff;
		this.loop = loop;
	}

	/**
	 * Return the port that a worker asks for, and open it first if nobody has asked for
	 * it yet.
	 * @return completes on the loop, exceptionally with a {@link ClusterException} if the
	 * port cannot be opened
	 */
	CompletableFuture<Opened> open(WorkerHandle worker, Open request) {
		Key key = Key.of(request);
		Port port = this.ports.get(key);
		if (port == null) {
			port = new Port(++this.lastNumber);
			this.ports.put(key, port);
			open(key, port, request);
		}
		port.generations.add(worker.identity().generation());
		return port.opened;
	}

	private void open(Key key, Port port, Open request) {
		InetSocketAddress address;
		try {
			address = address(request);
		}
		catch (UnknownHostException | IllegalArgumentException ex) {
			failed(key, port, request, ex);
			return;
		}
		this.handoff.open(port.number, new AdditionalPort(address, request.backlog(), request.plainHttp()))
			.whenComplete((actual, failure) -> this.loop.execute(() -> {
				if (failure != null) {
					failed(key, port, request, failure);
				}
				else {
					port.address = actual;
					logger.info("Cluster is listening on port %d too".formatted(actual.getPort()));
					port.opened.complete(new Opened(port.number, actual.getPort()));
				}
			}));
	}

	/**
	 * The next worker that asks may be luckier.
	 */
	private void failed(Key key, Port port, Open request, Throwable failure) {
		this.ports.remove(key);
		port.opened.completeExceptionally(new ClusterException(Reason.CONFLICT,
				"%s%d%s for the application's connector: %s".formatted(PortConflict.PRIMARY_FAILED, request.port(),
						(request.address() != null) ? " on " + request.address() : "", failure.getMessage())));
	}

	private static InetSocketAddress address(Open request) throws UnknownHostException {
		return (request.address() != null)
				? new InetSocketAddress(InetAddress.getByName(request.address()), request.port())
				: new InetSocketAddress(request.port());
	}

	@Override
	public void exited(WorkerHandle worker) {
		closeUnused();
	}

	/**
	 * The serving generation may have changed after its predecessor's last worker ended.
	 */
	@Override
	public void heartbeat(WorkerHandle worker) {
		closeUnused();
	}

	private void closeUnused() {
		if (this.ports.isEmpty()) {
			return;
		}
		Set<Integer> inService = this.pool.workers()
			.stream()
			.map((worker) -> worker.identity().generation())
			.collect(Collectors.toCollection(HashSet::new));
		inService.add(this.fleet.generation());
		this.ports.values().removeIf((port) -> {
			InetSocketAddress address = port.address;
			if (address == null || port.generations.stream().anyMatch(inService::contains)) {
				return false;
			}
			logger.info("Cluster no longer listens on port %d: the application has no connector for it any more"
				.formatted(address.getPort()));
			this.handoff.close(port.number);
			return true;
		});
	}

	/**
	 * What makes a port the same to all workers.
	 *
	 * @param connector the connector's place if any port will do, otherwise 0
	 */
	private record Key(@Nullable String address, int port, int connector) {

		static Key of(Open request) {
			return new Key(request.address(), request.port(), (request.port() == 0) ? request.connector() : 0);
		}

	}

	/**
	 * A port that was asked for.
	 */
	private static final class Port {

		private final int number;

		private final Set<Integer> generations = new HashSet<>();

		private final CompletableFuture<Opened> opened = new CompletableFuture<>();

		private @Nullable InetSocketAddress address;

		Port(int number) {
			this.number = number;
		}

	}

}
