// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.util.List;

import dev.bootcluster.it.sessions.SessionApplication;
import dev.bootcluster.testing.Browser;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.RedisMonitor;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What requests cost in Redis: every command that names a session's key, heard by
 * {@code MONITOR} from all workers.
 */
class SessionCommandsIT {

	private static final String VISIT = "EVALSHA";

	private static final String SAVE = "EVALSHA";

	private static final String DELETE = "DEL";

	private static ClusterProcess cluster;

	private static RedisMonitor monitor;

	@BeforeAll
	static void start() {
		cluster = ClusterProcess.builder()
			.classPath(System.getProperty("java.class.path"), SessionApplication.class.getName())
			.args("--cluster.workers=2")
			.start();
		cluster.awaitReady(2);
		JsonNode redis = cluster.json("/redis");
		monitor = RedisMonitor.open(redis.path("port").asInt(), redis.path("password").asString());
		// From here on the scripts are known to Redis.
		try (Browser browser = visitor()) {
			browser.get("/read");
		}
	}

	@AfterAll
	static void stop() {
		monitor.close();
		cluster.close();
	}

	@Test
	void requestWithoutASessionCostsNothing() {
		try (Browser browser = Browser.on(cluster.port())) {
			assertThat(commands(browser, Request.get("/untouched"), "untouched")).isEmpty();
			assertThat(commands(browser, Request.get("/read"), "none")).isEmpty();
			assertThat(browser.cookie("SESSION")).isEmpty();
		}
	}

	@Test
	void requestThatLeavesItsSessionAloneCostsNothing() {
		try (Browser browser = visitor()) {
			assertThat(commands(browser, Request.get("/untouched"), "untouched")).isEmpty();
			assertThat(commands(browser, Request.get("/flashed"), "nothing")).isEmpty();
			assertThat(commands(browser, Request.get("/fail"), "error")).isEmpty();
			assertThat(commands(browser, Request.get("/not-there"), "Not Found")).isEmpty();
		}
	}

	@Test
	void firstVisitCostsOneCommand() {
		try (Browser browser = Browser.on(cluster.port())) {
			assertThat(commands(browser, Request.post("/write/1"), "")).containsExactly(SAVE);
			assertThat(browser.cookie("SESSION")).isPresent();
		}
	}

	@Test
	void readingCostsOne() {
		try (Browser browser = visitor()) {
			assertThat(commands(browser, Request.get("/read"), "read 1")).containsExactly(VISIT);
		}
	}

	@Test
	void writingCostsTwo() {
		try (Browser browser = visitor()) {
			assertThat(commands(browser, Request.post("/write/2"), "")).containsExactly(VISIT, SAVE);
			assertThat(commands(browser, Request.get("/read"), "read 2")).hasSize(1);
		}
	}

	@Test
	void answerThatIsFlushedManyTimesCostsTwo() {
		try (Browser browser = visitor()) {
			assertThat(commands(browser, Request.post("/stream/3"), "3")).containsExactly(VISIT, SAVE);
			assertThat(commands(browser, Request.get("/read"), "read 3")).hasSize(1);
		}
	}

	@Test
	void logoutCostsTwo() {
		try (Browser browser = visitor()) {
			assertThat(commands(browser, Request.post("/logout"), "bye")).containsExactly(VISIT, DELETE);
			assertThat(browser.cookie("SESSION")).isEmpty();
		}
	}

	@Test
	void logoutAndANewSessionCostThree() {
		try (Browser browser = visitor()) {
			String before = browser.cookie("SESSION").orElseThrow();
			assertThat(commands(browser, Request.post("/logout-and-in/4"), "")).containsExactly(VISIT, DELETE, SAVE);
			assertThat(browser.cookie("SESSION").orElseThrow()).isNotEqualTo(before);
			assertThat(commands(browser, Request.get("/read"), "read 4")).hasSize(1);
		}
	}

	@Test
	void changeOfTheIdCostsTwo() {
		try (Browser browser = visitor()) {
			String before = browser.cookie("SESSION").orElseThrow();
			assertThat(commands(browser, Request.post("/login"), "")).containsExactly(VISIT, SAVE);
			assertThat(browser.cookie("SESSION").orElseThrow()).isNotEqualTo(before);
			assertThat(commands(browser, Request.get("/read"), "read 1")).hasSize(1);
		}
	}

	@Test
	void sessionThatExpiredIsLookedForOnceAndReplaced() {
		Request stale = Request.post("/write/5").with("Cookie", "SESSION=Z29uZQ==");
		try (Browser browser = Browser.on(cluster.port())) {
			assertThat(commands(browser, stale, "")).containsExactly(VISIT, SAVE);
			assertThat(commands(browser, Request.get("/read"), "read 5")).hasSize(1);
		}
	}

	@Test
	void flashAttributesArriveOnceAndNobodyElsePaysForThem() {
		try (Browser browser = visitor(); Browser other = visitor()) {
			assertThat(commands(browser, Request.post("/flash/6"), "")).containsExactly(VISIT, SAVE);
			assertThat(commands(other, Request.get("/flashed"), "nothing")).isEmpty();
			assertThat(commands(browser, Request.get("/flashed"), "flashed 6")).containsExactly(VISIT, SAVE);
			assertThat(commands(browser, Request.get("/flashed"), "nothing")).isEmpty();
		}
	}

	@Test
	void flashAttributesBeginASessionWhereThereIsNone() {
		try (Browser browser = Browser.on(cluster.port())) {
			assertThat(commands(browser, Request.post("/flash/7"), "")).containsExactly(SAVE);
			assertThat(commands(browser, Request.get("/flashed"), "flashed 7")).containsExactly(VISIT, SAVE);
		}
	}

	private static Browser visitor() {
		Browser browser = Browser.on(cluster.port());
		browser.post("/write/1");
		return browser;
	}

	private static List<String> commands(Browser browser, Request request, String answer) {
		browser.settle("/untouched");
		return monitor.commands("spring:session:", () -> {
			Response response = browser.send(request);
			assertThat(response.text()).as(response.toString()).contains(answer);
			browser.settle("/untouched");
		});
	}

}
