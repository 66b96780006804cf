// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadState;
import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.access.ClusterAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The cluster over HTTP: its state, and orders to change it, for those who may. Every
 * worker answers for the whole cluster.
 */
@WebEndpoint(id = "cluster")
public class ClusterEndpoint {

	private static final String RELOAD = "reload";

	private static final String EVENTS = "events";

	private final Cluster cluster;

	private final Supplier<@Nullable SharedStateInfo> sharedState;

	private final ClusterAccess access;

	/**
	 * Create an endpoint.
	 * @param cluster the cluster
	 * @param sharedState whether sessions and caches can be had, as the worker sees it
	 * that is asked; {@code null} if nobody knows
	 * @param access who may see and change the cluster
	 */
	public ClusterEndpoint(Cluster cluster, Supplier<@Nullable SharedStateInfo> sharedState, ClusterAccess access) {
		this.cluster = cluster;
		this.sharedState = sharedState;
		this.access = access;
	}

	/**
	 * The whole cluster.
	 * @param fresh nothing that matters; its presence keeps Boot from answering with what
	 * it answered to somebody else
	 * @return the cluster's state
	 */
	@ReadOperation
	public WebEndpointResponse<Object> cluster(Fresh fresh) {
		return answer(() -> ok(description()));
	}

	/**
	 * What {@link #cluster} answers, for those whose access has been checked.
	 * @return the cluster's state
	 */
	public Object description() {
		return new ClusterDescription(this.cluster.info(), this.sharedState.get());
	}

	/**
	 * One worker, the last reload, or the events.
	 * @param part a slot, {@code reload} or {@code events}
	 * @param after the id of the last event already known
	 * @return the requested data, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> part(@Selector String part, @Nullable Long after) {
		if (part.equals(RELOAD)) {
			return answer(() -> found(this.cluster.lastReload(), "There has been no reload yet"));
		}
		if (part.equals(EVENTS)) {
			return answer(() -> ok(Map.of(EVENTS, this.cluster.events((after != null) ? after : 0))));
		}
		return answer(() -> found(worker(this.cluster.info(), part), "There is no slot " + part));
	}

	/**
	 * Perform an operation without parameters, so that a bare {@code curl -X POST} works.
	 * @param operation {@code reload}, {@code rollback}, or {@code restart} and
	 * {@code start} for all slots
	 * @return what was started
	 */
	@WriteOperation
	public WebEndpointResponse<Object> perform(@Selector String operation) {
		return perform(operation, null, null, null, null);
	}

	/**
	 * Perform an operation with parameters.
	 * @param operation {@code reload}, {@code rollback}, {@code restart}, {@code stop},
	 * {@code start}, {@code pause}, {@code resume}, {@code scale} or {@code balancing}
	 * @param slot the slot; without it {@code restart} and {@code start} apply to all
	 * slots
	 * @param workers the number of workers to scale to
	 * @param policy the balancing policy
	 * @param dryRun whether to try a reload without replacing workers
	 * @return what was started
	 */
	@WriteOperation
	public WebEndpointResponse<Object> perform(@Selector String operation, @Nullable Integer slot,
			@Nullable String workers, @Nullable String policy, @Nullable Boolean dryRun) {
		return answer(() -> order(operation, slot, workers, policy, Boolean.TRUE.equals(dryRun)));
	}

	private WebEndpointResponse<Object> order(String operation, @Nullable Integer slot, @Nullable String workers,
			@Nullable String policy, boolean dryRun) {
		switch (operation) {
			case RELOAD -> {
				return reload(dryRun ? this.cluster::dryRun : this.cluster::reload);
			}
			case "rollback" -> {
				return reload(this.cluster::rollBack);
			}
			case "restart" -> {
				if (slot == null) {
					return reload(this.cluster::restartAll);
				}
				this.cluster.restart(slot);
			}
			case "start" -> oneOrAll(slot, this.cluster::start, this.cluster::startAll);
			case "stop" -> oneOrAll(slot, this.cluster::stop, ClusterEndpoint::refuseToStopAll);
			case "pause" -> this.cluster.pause(required(slot, "slot"));
			case "resume" -> this.cluster.resume(required(slot, "slot"));
			case "scale" -> this.cluster.scale(required(workers, "workers"));
			case "balancing" -> this.cluster.balance(required(policy, "policy"));
			default -> throw new ClusterException(Reason.NOT_FOUND,
					"There is no operation '%s'; use reload, rollback, restart, stop, start, pause, resume, scale or balancing"
						.formatted(operation));
		}
		return new WebEndpointResponse<>(Map.of("accepted", operation), 202);
	}

	private static void oneOrAll(@Nullable Integer slot, Consumer<Integer> one, Runnable all) {
		if (slot != null) {
			one.accept(slot);
		}
		else {
			all.run();
		}
	}

	private static void refuseToStopAll() {
		throw new ClusterException(Reason.INVALID,
				"'slot' is missing in the JSON body; to stop all workers, stop the application instead");
	}

	private WebEndpointResponse<Object> reload(Supplier<ReloadInfo> begin) {
		try {
			return new WebEndpointResponse<>(begin.get(), 202);
		}
		catch (ClusterException ex) {
			Optional<ReloadInfo> running = (ex.getReason() == Reason.CONFLICT) ? this.cluster.lastReload()
					: Optional.empty();
			if (running.isEmpty() || running.get().state() != ReloadState.RUNNING) {
				throw ex;
			}
			return new WebEndpointResponse<>(Map.of("error", String.valueOf(ex.getMessage()), "id", running.get().id()),
					409);
		}
	}

	private static Optional<WorkerInfo> worker(ClusterInfo cluster, String slot) {
		return cluster.workers().stream().filter((worker) -> Integer.toString(worker.slot()).equals(slot)).findFirst();
	}

	private static <T> T required(@Nullable T value, String name) {
		if (value == null) {
			throw new ClusterException(Reason.INVALID, "'%s' is missing in the JSON body".formatted(name));
		}
		return value;
	}

	private WebEndpointResponse<Object> answer(Supplier<WebEndpointResponse<Object>> operation) {
		Optional<String> refusal = this.access.refusal();
		if (refusal.isPresent()) {
			return new WebEndpointResponse<>(error(refusal.get()), 403);
		}
		try {
			return operation.get();
		}
		catch (ClusterException ex) {
			int status = switch (ex.getReason()) {
				case INVALID -> 400;
				case NOT_FOUND -> 404;
				case CONFLICT -> 409;
				case FAILED -> 500;
				case UNAVAILABLE -> 503;
			};
			return new WebEndpointResponse<>(error(String.valueOf(ex.getMessage())), status);
		}
	}

	private static WebEndpointResponse<Object> ok(Object body) {
		return new WebEndpointResponse<>(body, 200);
	}

	private static WebEndpointResponse<Object> found(Optional<?> body, String otherwise) {
		return body.<WebEndpointResponse<Object>>map(ClusterEndpoint::ok)
			.orElseGet(() -> new WebEndpointResponse<>(error(otherwise), 404));
	}

	private static Map<String, String> error(String message) {
		return Map.of("error", message);
	}

}
