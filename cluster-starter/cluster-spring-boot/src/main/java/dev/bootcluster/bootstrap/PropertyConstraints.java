// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.bootcluster.primary.launch.WorkerCount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.unit.DataSize;

/**
 * Constraints on values of {@code cluster.*} beyond their types. A violation fails the
 * binding of that property, so that Boot reports it like a value of the wrong type: with
 * the property, the value, and its file and line.
 */
final class PropertyConstraints implements BindHandler {

	private static final String PATH = "/[\\x21-\\x7e]*";

	private static final int MAX_WEIGHT = 1000;

	private final Map<ConfigurationPropertyName, Consumer<Object>> constraints = new LinkedHashMap<>();

	PropertyConstraints() {
		add("cluster.workers", WorkerCount.class, (workers) -> workers.on(Runtime.getRuntime().availableProcessors()));
		require("cluster.spares", Integer.class, (spares) -> spares >= 0,
				"is negative; use the number of standby workers, such as 1, or 0 for none");
		require("cluster.slow-start", Duration.class, PropertyConstraints::isNotNegative,
				"is negative; use a duration such as 30s, or 0");
		require("cluster.pending.max", Integer.class, (max) -> max >= 0,
				"is negative; use the number of connections that may wait for a worker, such as 1024");
		require("cluster.pending.timeout", Duration.class, PropertyConstraints::isPositive,
				"is not a positive duration; use the time that a client may wait while no worker is ready, such as 10s");
		require("cluster.reload.boot-timeout", Duration.class, PropertyConstraints::isPositive,
				"is not a positive duration; use one such as 30s");
		require("cluster.reload.bake-time", Duration.class, PropertyConstraints::isNotNegative,
				"is negative; use a duration such as 5s, or 0");
		require("cluster.reload.drain-timeout", Duration.class, PropertyConstraints::isPositive,
				"is not a positive duration; use one such as 30s");
		require("cluster.reload.deadline", Duration.class, PropertyConstraints::isPositive,
				"is not a positive duration; use one such as 30m");
		require("cluster.reload.session-patience", Duration.class, PropertyConstraints::isNotNegative,
				"is negative; use a duration such as 30m, or 0");
		require("cluster.worker.boot-timeout", Duration.class, PropertyConstraints::isPositive,
				"is not a positive duration; use one such as 2m");
		require("cluster.worker.drain-timeout", Duration.class, PropertyConstraints::isPositive,
				"is not a positive duration; use one such as 30s");
		require("cluster.worker.hang-timeout", Duration.class, PropertyConstraints::isNotNegative,
				"is negative; use a duration such as 2m, or 0 for never");
		require("cluster.worker.max-memory", DataSize.class, (size) -> size.toMegabytes() >= 1,
				"is less than a megabyte; use a size such as 500MB, or remove it for no limit");
		require("cluster.worker.max-requests", Long.class, (requests) -> requests > 0,
				"is less than one request; use a number such as 100000, or remove it for no limit");
		require("cluster.worker.max-age", Duration.class, PropertyConstraints::isPositive,
				"is not a positive duration; use one such as 24h, or remove it for no limit");
		require("cluster.worker.min-lifetime", Duration.class, PropertyConstraints::isNotNegative,
				"is negative; use a duration such as 1m, or 0");
		require("cluster.worker.max-in-flight", Integer.class, (requests) -> requests > 0,
				"is less than one request; use a number such as 50, or remove it for no bound");
		require("cluster.worker.weights", Map.class,
				(weights) -> weights.keySet().stream().allMatch((slot) -> isBetweenOneAnd(WorkerCount.LIMIT, slot))
						&& weights.values().stream().allMatch((weight) -> isBetweenOneAnd(MAX_WEIGHT, weight)),
				"is not a map of slots to weights; use numbers of slots from 1 and weights from 1 to %d, such as cluster.worker.weights.1=3"
					.formatted(MAX_WEIGHT));
		require("cluster.warmup.paths", Collection.class,
				(paths) -> paths.stream().allMatch((path) -> String.valueOf(path).matches(PATH)),
				"contains something that is not a request path; write paths as in a URL, such as /products?page=1");
		require("cluster.warmup.rounds", Integer.class, (rounds) -> rounds > 0,
				"is less than 1; use the number of times to request each of cluster.warmup.paths, such as 20");
	}

	private <T> void require(String property, Class<T> type, Predicate<T> predicate, String violation) {
		add(property, type, (value) -> {
			if (!predicate.test(value)) {
				throw new IllegalArgumentException(violation);
			}
		});
	}

	private <T> void add(String property, Class<T> type, Consumer<T> constraint) {
		this.constraints.put(ConfigurationPropertyName.of(property), (value) -> constraint.accept(type.cast(value)));
	}

	private static boolean isBetweenOneAnd(int most, Object number) {
		return number instanceof Integer value && value >= 1 && value <= most;
	}

	private static boolean isPositive(Duration duration) {
		return isNotNegative(duration) && !duration.isZero();
	}

	private static boolean isNotNegative(Duration duration) {
		return !duration.isNegative();
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		Consumer<Object> constraint = this.constraints.get(name);
		if (constraint != null) {
			constraint.accept(result);
		}
		return result;
	}

}
