// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.generation.Artifact;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.generation.WorkerLimits;
import dev.bootcluster.process.JavaInvocation;

/**
 * Generations without files.
 */
public final class FakeGenerations implements Generations {

	public static final Duration BOOT_TIMEOUT = Duration.ofMinutes(2);

	public static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

	public ReloadSettings reload = new ReloadSettings(Surge.of("1"), BOOT_TIMEOUT, Duration.ZERO, DRAIN_TIMEOUT,
			Duration.ofHours(1));

	Duration hangTimeout = Duration.ZERO;

	public WorkerLimits limits = new WorkerLimits(0, 0, Duration.ZERO, Duration.ZERO);

	public Set<Integer> retained = Set.of();

	/**
	 * The preparation, for tests that decide when it is done; otherwise it is done at
	 * once.
	 */
	public CompletableFuture<Generation> preparation;

	private final Map<Integer, Map.Entry<BalancingPolicy, Map<Integer, Integer>>> balancing = new HashMap<>();

	/**
	 * The generations whose workers are bounded in what they execute.
	 */
	public final Set<Integer> bounded = new HashSet<>();

	/**
	 * Let a generation's configuration have another policy than round-robin.
	 */
	void balancing(int number, BalancingPolicy policy, Map<Integer, Integer> weights) {
		this.balancing.put(number, Map.entry(policy, weights));
	}

	@Override
	public Generation get(int number) {
		return of(number, null, "app.jar", this.reload, this.limits, Map.of());
	}

	@Override
	public CompletableFuture<Generation> prepare(int number) {
		return (this.preparation != null) ? this.preparation : CompletableFuture.completedFuture(get(number));
	}

	@Override
	public void restore(int number) {
	}

	@Override
	public void retain(Set<Integer> numbers) {
		this.retained = Set.copyOf(numbers);
	}

	public Generation of(int number, String classPath, String main, ReloadSettings reload, WorkerLimits limits,
			Map<String, String> environment) {
		Map.Entry<BalancingPolicy, Map<Integer, Integer>> balancing = this.balancing.getOrDefault(number,
				Map.entry(BalancingPolicy.ROUND_ROBIN, Map.of()));
		JavaInvocation application = new JavaInvocation(Path.of("/jdk/bin/java"), List.of("-Da=b c"), classPath, main,
				List.of("--x=y z", ""));
		return new Generation(number, Path.of("/run/cluster/generations/" + number),
				new Artifact("key", Path.of("/run/cluster/artifacts/key"), application),
				new GenerationSettings(List.of(), environment, BOOT_TIMEOUT, DRAIN_TIMEOUT, this.hangTimeout, true,
						reload, limits, balancing.getKey(), balancing.getValue(), this.bounded.contains(number)));
	}

}
