// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.bootcluster.testing.Browser;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.DemoJar;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reload from one version of the classes that sessions and caches hold to another, and
 * back.
 */
class ChangedClassIT {

	private static final int WORKERS = 2;

	private static final int KEYS = 20;

	private static final String CONTROLLER = """
			package dev.bootcluster.demo;

			import jakarta.servlet.http.HttpSession;
			import org.springframework.web.bind.annotation.*;

			@RestController
			class BasketController {

				@PostMapping("/basket/{owner}/{item}")
				String add(@PathVariable String owner, @PathVariable String item, HttpSession session) {
					if (session.getAttribute("owner") == null) {
						session.setAttribute("owner", owner);
					}
					Basket basket = (Basket) session.getAttribute("basket");
					basket = (basket != null) ? basket : new Basket();
					basket.add(item);
					session.setAttribute("basket", basket);
					return describe(session);
				}

				@GetMapping("/basket")
				String describe(HttpSession session) {
					Basket basket = (Basket) session.getAttribute("basket");
					return "%s %s v%d %d".formatted(session.getId(), session.getAttribute("owner"), Basket.VERSION,
							(basket != null) ? basket.size() : 0);
				}

			}
			""";

	private static final String BASKET_1 = """
			package dev.bootcluster.demo;

			class Basket implements java.io.Serializable {

				static final int VERSION = 1;

				private final java.util.List<String> items = new java.util.ArrayList<>();

				void add(String item) {
					this.items.add(item);
				}

				int size() {
					return this.items.size();
				}

			}
			""";

	private static final String BASKET_2 = """
			package dev.bootcluster.demo;

			class Basket implements java.io.Serializable {

				static final int VERSION = 2;

				private final java.util.Map<String, Integer> amounts = new java.util.TreeMap<>();

				void add(String item) {
					this.amounts.merge(item, 1, Integer::sum);
				}

				int size() {
					return this.amounts.size();
				}

			}
			""";

	/**
	 * The same to its users, but {@code pid} is of another type in its serialized form.
	 */
	private static final String CACHED_2 = """
			package dev.bootcluster.demo;

			record CachedValue(String key, String value, int pid) implements java.io.Serializable {

				CachedValue(String key, String value, long pid) {
					this(key, value, Math.toIntExact(pid));
				}

			}
			""";

	private static final Pattern BASKET_WARNING = Pattern
		.compile("WARN (\\d+) .*Session attribute 'basket' \\(class dev.bootcluster.demo.Basket\\) cannot be read"
				+ ".*InvalidClassException");

	private static final Pattern CACHE_WARNING = Pattern
		.compile("WARN (\\d+) .*Cache 'values' has values that cannot be read here.*incompatible types for field pid");

	@TempDir
	Path directory;

	@Test
	void newVersionOfAClassInSessionsAndCachesFailsNoRequestAndLosesNoSession() {
		DemoJar second = version(2, Map.of("Basket", BASKET_2, "CachedValue", CACHED_2));
		version(1, Map.of("Basket", BASKET_1)).overwriteInPlace(jar());
		try (ClusterProcess cluster = ClusterProcess.builder()
			.jar(jar())
			.directory(this.directory)
			.args("--cluster.workers=" + WORKERS)
			.start()) {
			cluster.awaitReady(WORKERS);
			String session = visit(cluster);
			CachedWorkload cached = new CachedWorkload(KEYS, "");
			LoadReport report = underLoad(cluster, cached, (load) -> {
				assertThat(cached.computations()).hasSizeLessThanOrEqualTo(KEYS);
				second.overwriteInPlace(jar());
				assertThat(cluster.reload().status()).isEqualTo(202);
				assertThat(cluster.awaitReload().hasSucceeded()).as(cluster.lastReload().toString()).isTrue();
				assertThat(look(cluster, session)).as("the basket is left out").endsWith(" alice v2 0");
				load.awaitRequests(load.report().requests() + 200);
				assertThat(cluster.post("/actuator/cluster/rollback").status()).isEqualTo(202);
				assertThat(cluster.awaitReload().hasSucceeded()).as(cluster.lastReload().toString()).isTrue();
				assertThat(look(cluster, session)).as("the basket is still in Redis").endsWith(" alice v1 1");
			});
			System.out.printf("Reload to other versions of classes, and back: %s; %d values computed%n", report,
					cached.computations().size());
			assertThat(report.failures()).as(report.toString()).isZero();
			assertThat(report.closedIdle()).as(report.toString()).isZero();
			for (Pattern warning : List.of(BASKET_WARNING, CACHE_WARNING)) {
				assertThat(warnings(cluster, warning)).as("one for each process")
					.hasSizeBetween(WORKERS, 3 * WORKERS)
					.allSatisfy((pid, count) -> assertThat(count).isOne());
			}
		}
	}

	private static LoadReport underLoad(ClusterProcess cluster, CachedWorkload cached, Consumer<LoadClient> action) {
		try (LoadClient load = LoadClient.on(cluster.port())
			.keepAlive(8)
			.newConnections(4)
			.timeout(Duration.ofSeconds(30))
			.thinkTime(Duration.ofMillis(50))
			.workload(new BasketWorkload())
			.workload(cached)
			.start()) {
			load.awaitRequests(200);
			action.accept(load);
			load.awaitRequests(load.report().requests() + 200);
			return load.stop();
		}
	}

	/**
	 * Fill a basket that nobody touches during the reload.
	 */
	private static String visit(ClusterProcess cluster) {
		try (Browser alice = Browser.on(cluster.port())) {
			assertThat(alice.post("/basket/alice/apple").text()).endsWith(" alice v1 1");
			return alice.cookie("SESSION").orElseThrow();
		}
	}

	private static String look(ClusterProcess cluster, String session) {
		return cluster.send(Request.get("/basket").with("Cookie", "SESSION=" + session)).text();
	}

	private static Map<String, Long> warnings(ClusterProcess cluster, Pattern warning) {
		return cluster.log()
			.stream()
			.map(warning::matcher)
			.filter(Matcher::find)
			.map((found) -> found.group(1))
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	private DemoJar version(int version, Map<String, String> classes) {
		Map<String, String> sources = new HashMap<>(Map.of("dev/bootcluster/demo/BasketController.java", CONTROLLER));
		classes.forEach((name, source) -> sources.put("dev/bootcluster/demo/%s.java".formatted(name), source));
		return DemoJar.copyOf(DemoJar.packaged().path(), this.directory.resolve("v%d.jar".formatted(version)))
			.with(Sources.compile(this.directory.resolve("v" + version), sources))
			.write();
	}

	private Path jar() {
		return this.directory.resolve("app.jar");
	}

}
