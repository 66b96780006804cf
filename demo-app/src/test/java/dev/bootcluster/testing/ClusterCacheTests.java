// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ClusterCache}.
 */
@Timeout(60)
class ClusterCacheTests {

	private static final ClusterKey TWO = new ClusterKey(2, List.of("--a=b"));

	private static final ClusterKey FOUR = new ClusterKey(4, List.of("--a=b"));

	private final Clusters clusters = new Clusters();

	private final ClusterCache<Integer> cache = new ClusterCache<>(2, this.clusters);

	@Test
	void nothingIsStartedBeforeItIsWanted() {
		assertThat(this.clusters.started).isEmpty();
	}

	@Test
	void equalKeysShareOneCluster() {
		int first = this.cache.take(new ClusterKey(2, List.of("--a=b")));
		this.cache.giveBack(TWO, first);
		assertThat(this.cache.take(TWO)).isEqualTo(first);
		assertThat(this.clusters.started).containsExactly(TWO);
	}

	@Test
	void otherWorkersOrArgumentsAreAnotherCluster() {
		this.cache.giveBack(TWO, this.cache.take(TWO));
		this.cache.take(FOUR);
		ClusterKey otherArguments = new ClusterKey(2, List.of());
		this.cache.take(otherArguments);
		assertThat(this.clusters.started).containsExactly(TWO, FOUR, otherArguments);
	}

	@Test
	void clusterInUseIsGivenToNobodyElse() {
		int first = this.cache.take(TWO);
		int second = this.cache.take(TWO);
		assertThat(second).isNotEqualTo(first);
		this.cache.giveBack(TWO, second);
		this.cache.giveBack(TWO, first);
		assertThat(this.cache.take(TWO)).as("the one that was used last").isEqualTo(first);
		assertThat(this.clusters.started).hasSize(2);
	}

	@Test
	void brokenClusterIsStoppedAndReplaced() {
		int broken = this.cache.take(TWO);
		this.cache.giveBack(TWO, broken);
		this.clusters.broken.add(broken);
		assertThat(this.cache.take(TWO)).isNotEqualTo(broken);
		assertThat(this.clusters.stopped).containsExactly(broken);
	}

	@Test
	void discardedClusterIsStoppedAndNotUsedAgain() {
		int first = this.cache.take(TWO);
		this.cache.discard(first);
		assertThat(this.clusters.stopped).containsExactly(first);
		assertThat(this.cache.take(TWO)).isNotEqualTo(first);
	}

	@Test
	void clusterThatWasUnusedForLongestMakesRoom() {
		List<Integer> taken = List.of(this.cache.take(TWO), this.cache.take(FOUR), this.cache.take(TWO));
		this.cache.giveBack(TWO, taken.get(0));
		this.cache.giveBack(FOUR, taken.get(1));
		assertThat(this.clusters.stopped).isEmpty();
		this.cache.giveBack(TWO, taken.get(2));
		assertThat(this.clusters.stopped).containsExactly(taken.get(0));
	}

	@Test
	void failureToStartIsTheTestsAndIsTriedAgain() {
		this.clusters.failing = true;
		assertThatIllegalStateException().isThrownBy(() -> this.cache.take(TWO));
		this.clusters.failing = false;
		assertThat(this.cache.take(TWO)).isPositive();
	}

	@Test
	void endStopsAllThatAreUnusedAndLaterThoseThatWereNot() {
		int used = this.cache.take(TWO);
		int unused = this.cache.take(TWO);
		this.cache.giveBack(TWO, unused);
		this.cache.close();
		assertThat(this.clusters.stopped).containsExactly(unused);
		this.cache.giveBack(TWO, used);
		assertThat(this.clusters.stopped).containsExactly(unused, used);
	}

	@Test
	void testsAtTheSameTimeNeverShareACluster() {
		Set<Integer> inUse = ConcurrentHashMap.newKeySet();
		List<CompletableFuture<Void>> tests = IntStream.range(0, 4).mapToObj((i) -> CompletableFuture.runAsync(() -> {
			for (int turn = 0; turn < 1000; turn++) {
				int cluster = this.cache.take(TWO);
				assertThat(inUse.add(cluster)).isTrue();
				inUse.remove(cluster);
				this.cache.giveBack(TWO, cluster);
			}
		}, (task) -> new Thread(task).start())).toList();
		tests.forEach(CompletableFuture::join);
		this.cache.close();
		assertThat(this.clusters.stopped).doesNotHaveDuplicates().hasSameSizeAs(this.clusters.started);
	}

	/**
	 * Clusters that are numbers.
	 */
	private static final class Clusters implements ClusterCache.Lifecycle<Integer> {

		private final AtomicInteger number = new AtomicInteger();

		private final List<ClusterKey> started = Collections.synchronizedList(new ArrayList<>());

		private final List<Integer> stopped = Collections.synchronizedList(new ArrayList<>());

		private final Set<Integer> broken = ConcurrentHashMap.newKeySet();

		private boolean failing;

		@Override
		public Integer start(ClusterKey key) {
			if (this.failing) {
				throw new IllegalStateException("No cluster today");
			}
			this.started.add(key);
			return this.number.incrementAndGet();
		}

		@Override
		public boolean isIntact(ClusterKey key, Integer cluster) {
			return !this.broken.contains(cluster);
		}

		@Override
		public void stop(Integer cluster) {
			this.stopped.add(cluster);
		}

	}

}
