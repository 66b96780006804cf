// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
 * A reload from one version of a class that sessions hold to another, and back.
 */
class SessionReloadIT {

	private static final int WORKERS = 2;

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

	private static final Pattern WARNING = Pattern
		.compile("WARN (\\d+) .*Session attribute 'basket' \\(class dev.bootcluster.demo.Basket\\) cannot be read"
				+ ".*InvalidClassException");

	@TempDir
	Path directory;

	@Test
	void newVersionOfAClassInSessionsFailsNoRequestAndLosesNoSession() {
		DemoJar second = version(2, BASKET_2);
		version(1, BASKET_1).overwriteInPlace(jar());
		try (ClusterProcess cluster = ClusterProcess.builder()
			.jar(jar())
			.directory(this.directory)
			.args("--cluster.workers=" + WORKERS)
			.start()) {
			cluster.awaitReady(WORKERS);
			String session = visit(cluster);
			LoadReport report = underLoad(cluster, () -> {
				second.overwriteInPlace(jar());
				assertThat(cluster.reload().status()).isEqualTo(202);
				assertThat(cluster.awaitReload().hasSucceeded()).as(cluster.lastReload().toString()).isTrue();
				assertThat(look(cluster, session)).as("the basket is left out").endsWith(" alice v2 0");
				assertThat(cluster.post("/actuator/cluster/rollback").status()).isEqualTo(202);
				assertThat(cluster.awaitReload().hasSucceeded()).as(cluster.lastReload().toString()).isTrue();
				assertThat(look(cluster, session)).as("the basket is still in Redis").endsWith(" alice v1 1");
			});
			assertThat(report.failures()).as(report.toString()).isZero();
			assertThat(report.closedIdle()).as(report.toString()).isZero();
			assertThat(warnings(cluster)).as("one for each process")
				.isNotEmpty()
				.allSatisfy((pid, count) -> assertThat(count).isOne());
		}
	}

	private static LoadReport underLoad(ClusterProcess cluster, Runnable action) {
		try (LoadClient load = LoadClient.on(cluster.port())
			.keepAlive(6)
			.newConnections(4)
			.timeout(Duration.ofSeconds(30))
			.thinkTime(Duration.ofMillis(50))
			.workload(new BasketWorkload())
			.start()) {
			load.awaitRequests(200);
			action.run();
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

	private static Map<String, Long> warnings(ClusterProcess cluster) {
		return cluster.log()
			.stream()
			.map(WARNING::matcher)
			.filter(Matcher::find)
			.map((warning) -> warning.group(1))
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	private DemoJar version(int version, String basket) {
		Map<String, byte[]> classes = Sources.compile(this.directory.resolve("v" + version), Map
			.of("dev/bootcluster/demo/BasketController.java", CONTROLLER, "dev/bootcluster/demo/Basket.java", basket));
		return DemoJar.copyOf(DemoJar.packaged().path(), this.directory.resolve("v%d.jar".formatted(version)))
			.with(classes)
			.write();
	}

	private Path jar() {
		return this.directory.resolve("app.jar");
	}

}
