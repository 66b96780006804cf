// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import tools.jackson.databind.JsonNode;

/**
 * Lends clusters to tests, for {@link SharedCluster}.
 */
class SharedClusterExtension implements ParameterResolver, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(SharedClusterExtension.class);

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * Two classes run at a time.
	 */
	private static final int UNUSED = 3;

	private static final int SHOWN = 200;

	/**
	 * The constructor has its parameter for one test, too.
	 */
	@Override
	public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
		return ExtensionContextScope.TEST_METHOD;
	}

	/**
	 * Methods that are called before all tests get none: each test may have another.
	 */
	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == ClusterProcess.class && context.getTestMethod().isPresent();
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return store(context).computeIfAbsent(Lease.class, (type) -> lend(context), Lease.class).cluster;
	}

	private static Lease lend(ExtensionContext context) {
		ClusterKey key = AnnotationSupport
			.findAnnotation(context.getRequiredTestClass(), SharedCluster.class, context.getEnclosingTestClasses())
			.map(ClusterKey::of)
			.orElseThrow();
		return new Lease(cache(context), key);
	}

	@SuppressWarnings("unchecked")
	private static ClusterCache<ClusterProcess> cache(ExtensionContext context) {
		return store(context.getRoot()).computeIfAbsent(ClusterCache.class,
				(type) -> new ClusterCache<>(UNUSED, new Processes()), ClusterCache.class);
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(NAMESPACE);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Lease lease = store(context).get(Lease.class, Lease.class);
		if (lease == null) {
			return;
		}
		if (context.getExecutionException().isPresent()) {
			show(context.getDisplayName(), lease.cluster.wholeLog());
			lease.close();
		}
		else {
			lease.end();
		}
	}

	private static void show(String test, List<String> log) {
		List<String> last = log.subList(Math.max(0, log.size() - SHOWN), log.size());
		System.out.printf("--- last %d lines of the cluster of %s%n%s%n---%n", last.size(), test,
				String.join(System.lineSeparator(), last));
	}

	/**
	 * A cluster for one test. One that is not given back in good order is given to nobody
	 * else.
	 */
	private static final class Lease implements AutoCloseable {

		private final ClusterCache<ClusterProcess> cache;

		private final ClusterKey key;

		private final ClusterProcess cluster;

		private boolean ended;

		Lease(ClusterCache<ClusterProcess> cache, ClusterKey key) {
			this.cache = cache;
			this.key = key;
			this.cluster = cache.take(key);
			this.cluster.beginLog();
		}

		/**
		 * Give the cluster back, or fail the test that does not leave it as it was.
		 */
		void end() {
			try {
				this.cluster.await("the cluster to be as the test found it: " + this.key, PATIENCE,
						() -> Processes.has(this.key, this.cluster.cluster()));
				this.ended = true;
				this.cache.giveBack(this.key, this.cluster);
			}
			finally {
				close();
			}
		}

		@Override
		public void close() {
			if (!this.ended) {
				this.ended = true;
				this.cache.discard(this.cluster);
			}
		}

	}

	/**
	 * Real clusters.
	 */
	static final class Processes implements ClusterCache.Lifecycle<ClusterProcess> {

		@Override
		public ClusterProcess start(ClusterKey key) {
			ClusterProcess cluster = ClusterProcess.builder()
				.name("SharedCluster")
				.args("--cluster.workers=" + key.workers())
				.args(key.args().toArray(String[]::new))
				.start();
			try {
				return cluster.awaitReady(key.workers());
			}
			catch (Throwable ex) {
				cluster.close();
				throw ex;
			}
		}

		@Override
		public boolean isIntact(ClusterKey key, ClusterProcess cluster) {
			try {
				return cluster.isAlive() && has(key, cluster.cluster());
			}
			catch (UncheckedIOException ex) {
				return false;
			}
		}

		@Override
		public void stop(ClusterProcess cluster) {
			cluster.close();
		}

		/**
		 * Whether all workers serve and no other do.
		 */
		static boolean has(ClusterKey key, JsonNode cluster) {
			int serving = 0;
			for (JsonNode worker : cluster.path("workers")) {
				boolean ready = worker.path("state").asString("").equals("READY");
				serving += (ready && !worker.path("paused").asBoolean(false)) ? 1 : 0;
			}
			return cluster.path("state").asString("").equals("STABLE")
					&& cluster.path("workers").size() == key.workers() && serving == key.workers();
		}

	}

}
