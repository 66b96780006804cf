// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Workload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests with a session, and requests without beside them, while something happens to
 * Redis.
 *
 * @param sessions what became of the requests with a session
 * @param others what became of those without
 */
record MixedLoad(LoadReport sessions, LoadReport others) {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * Only the requests with a session may fail, and only with 503.
	 * @param cluster who serves them
	 * @param action what happens, with the client that has sessions
	 * @return what became of all
	 */
	static MixedLoad on(ClusterProcess cluster, Consumer<LoadClient> action) {
		try (LoadClient others = load(cluster).workload(Workload.hello()).start();
				LoadClient sessions = load(cluster).workload(Workload.session()).start()) {
			sessions.awaitRequests(100);
			action.accept(sessions);
			MixedLoad load = new MixedLoad(sessions.stop(), others.stop());
			load.assertOnlySessionsFail();
			return load;
		}
	}

	private static LoadClient.Builder load(ClusterProcess cluster) {
		return LoadClient.on(cluster.port()).keepAlive(16).newConnections(4).thinkTime(Duration.ofMillis(50));
	}

	private void assertOnlySessionsFail() {
		System.out.printf("with session: %s, %s%nwithout: %s, %s%n", this.sessions.counts(), this.sessions.latency(),
				this.others.counts(), this.others.latency());
		assertThat(this.sessions.failures()).as(this.sessions.toString()).isEqualTo(this.sessions.unavailable());
		assertThat(this.others.failures()).as(this.others.toString()).isZero();
	}

	/**
	 * Wait while a load goes on.
	 * @param cluster who serves it
	 * @param description what is counted
	 * @param count how many more there have to be
	 * @param counter counts them
	 */
	static void awaitMore(ClusterProcess cluster, String description, int count, LongSupplier counter) {
		long before = counter.getAsLong();
		cluster.await("%d %s".formatted(count, description), PATIENCE, () -> counter.getAsLong() >= before + count);
	}

}
