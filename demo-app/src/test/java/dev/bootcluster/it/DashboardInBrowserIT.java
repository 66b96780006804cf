// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.nio.file.Path;
import java.util.List;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard in a browser, with a cluster that serves.
 */
@Tag("full")
class DashboardInBrowserIT {

	private static final int WIDE = 1440;

	private static final int PHONE = 360;

	@TempDir
	private static Path directory;

	private static Deployment deployment;

	private static Chromium browser;

	private static DashboardPage page;

	private static ClusterProcess cluster;

	@BeforeAll
	static void start() {
		Chromium.assumeInstalled();
		deployment = Deployment.start(directory, "--cluster.reload.bake-time=1s");
		cluster = deployment.cluster();
		browser = Chromium.start();
		page = new DashboardPage(cluster, browser.driver());
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
		if (deployment != null) {
			deployment.close();
		}
	}

	@BeforeEach
	void openPage() {
		deployment.awaitStable();
		browser.look("light", WIDE);
		page.open();
	}

	@AfterEach
	void pageHasBehaved() {
		assertThat(browser.complaints()).isEmpty();
		assertThat(browser.requests()).isNotEmpty()
			.allMatch((url) -> url.startsWith(page.base()) || url.startsWith("data:") || url.equals("about:blank"));
	}

	@Test
	void pageIsLinkedFromTheActuator() {
		assertThat(cluster.json("/actuator").at("/_links/cluster-dashboard/href").asString(""))
			.endsWith("/actuator/cluster/dashboard");
	}

	@Test
	void pageShowsTheClusterLive() {
		assertThat(page.address()).as("without the token").endsWith("/actuator/cluster/dashboard");
		assertThat(page.workers()).hasSize(2);
		for (Worker worker : cluster.workers()) {
			assertThat(page.cell(worker.slot(), "PID")).isEqualTo(Long.toString(worker.pid()));
			assertThat(page.cell(worker.slot(), "State")).startsWith("Ready");
		}
		try (LoadClient load = deployment.load()) {
			page.await("requests of both workers", () -> moves(1) && moves(2));
			load.stop();
		}
		int before = page.lastSample();
		page.await("three more samples", () -> page.lastSample() >= before + 3);
		assertThat(page.missingSamples()).isZero();
		assertThat(page.events()).anyMatch((event) -> event.contains("ready in"));
	}

	private static boolean moves(int slot) {
		return !List.of("–", "0").contains(page.cell(slot, "Requests/s")) && page.cell(slot, "p99").endsWith("s");
	}

	@Test
	void orderIsGivenOnlyAfterAConfirmation() {
		long pid = cluster.worker(2).pid();
		page.ask("reload");
		assertThat(page.focus()).isEqualTo("confirm-no");
		assertThat(browser.violations()).as("with a question").isEmpty();
		page.press(Keys.ESCAPE);
		page.await("the end of the question", () -> !page.isShown("confirm"));
		assertThat(page.focus()).isEqualTo("order-reload");
		assertThat(page.text("verdict")).isEmpty();
		assertThat(cluster.worker(2).pid()).isEqualTo(pid);
	}

	@Test
	void eachOrderForASlotHasItsVerdict() {
		page.order("Pause", 2);
		page.awaitVerdict("paused");
		page.await("the mark", () -> page.cell(2, "State").contains("paused"));
		page.order("Resume", 2);
		page.awaitVerdict("resumed");
		page.order("Stop", 2);
		page.awaitVerdict("Stop slot 2: Worker 2");
		page.await("the empty slot", () -> page.cell(2, "State").startsWith("Exited"));
		page.order("Stop", 1);
		page.awaitVerdict("Slot 1 has the last serving worker; stop the application instead");
		page.order("Start", 2);
		page.awaitVerdict("ready in");
		long pid = cluster.worker(1).pid();
		page.order("Restart", 1);
		page.awaitVerdict("Restart slot 1: Worker 1");
		assertThat(cluster.worker(1).pid()).isNotEqualTo(pid);
	}

	@Test
	void eachOrderForAllWorkersHasItsVerdict() {
		page.order("reload");
		page.awaitVerdict("succeeded: generation");
		page.order("rollback");
		page.awaitVerdict("accepted");
		page.awaitVerdict("succeeded: generation");
		page.order("dryRun");
		page.awaitVerdict("can serve and was removed again");
		assertThat(page.tiles()).singleElement().asString().startsWith("Trial: Could serve.");
		page.order("restart");
		page.awaitVerdict("2 slots have new workers");
		assertThat(page.tiles()).hasSize(2).allMatch((tile) -> tile.contains("Turned over."));
	}

	@Test
	void clusterIsScaled() {
		page.ask("scale");
		page.type("many");
		page.awaitVerdict("workers 'many' is not a number of workers");
		page.ask("scale");
		page.type("3");
		page.awaitVerdict("scaled from 2 to 3");
		page.await("three workers", () -> page.workers().size() == 3);
		page.ask("scale");
		page.type("2");
		page.awaitVerdict("scaled from 3 to 2");
		page.await("two workers", () -> page.workers().size() == 2);
	}

	@Test
	void failedReloadIsShownWithTheWorkersLastLines() {
		deployment.version("broken").with("demo.fault", "boot").write().overwriteInPlace(deployment.jar());
		try {
			page.order("reload");
			page.awaitVerdict("failed, generation");
			page.await("the verdict", () -> page.text("rollout-state").equals("Failed"));
			assertThat(page.text("rollout-text")).contains("exit code 1");
			assertThat(page.tiles()).anyMatch((tile) -> tile.startsWith("Slot 1: Failed."));
			page.unfold("rollout-log");
			assertThat(page.text("rollout-log")).contains("This version of the demo cannot start");
			assertThat(browser.violations()).as("with the failure").isEmpty();
		}
		finally {
			deployment.version("1").write().overwriteInPlace(deployment.jar());
		}
	}

	@Test
	void pageDoesNotNoticeThatTheWorkerThatServesItGoes() {
		page.watchConnection();
		cluster.reload();
		page.await("a slot that turns", () -> page.tiles().stream().anyMatch((tile) -> tile.contains("Starts.")));
		assertThat(browser.violations()).as("during a reload").isEmpty();
		assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
		deployment.replaceByKill(1);
		deployment.replaceByKill(2);
		int before = page.lastSample();
		page.await("samples after it", () -> page.lastSample() > before);
		assertThat(page.missingSamples()).isZero();
		assertThat(page.connections()).as("what was said about the connection").isEmpty();
		page.await("what happened",
				() -> page.events().stream().filter((event) -> event.contains("SIGKILL")).count() > 1);
	}

	@Test
	void logIsFollowedAndPaused() {
		page.choose("log-slot", "2");
		cluster.post("/actuator/cluster/restart", "{\"slot\": 2}");
		page.await("the successor's lines", () -> page.text("log").contains("Started DemoApplication"));
		page.click("log-pause");
		assertThat(page.text("log-note")).startsWith("Paused");
		page.click("log-pause");
		page.choose("events-slot", "2");
		page.await("the slot's events", () -> page.events().stream().allMatch((event) -> event.contains("Worker 2")));
	}

	@Test
	void strangerIsAskedForTheToken() {
		page.openWithoutToken();
		page.await("the question for the token", () -> page.isShown("access") && page.focus().equals("token"));
		assertThat(browser.violations()).as("of the question for the token").isEmpty();
		assertThat(page.workers()).isEmpty();
		page.type("wrong");
		page.await("the answer", () -> page.text("access-answer").contains("does not know this token"));
		page.type(page.token());
		page.await("the workers", () -> page.workers().size() == 2 && !page.isShown("access"));
	}

	@Test
	void everybodyCanUseThePage() {
		for (String scheme : List.of("light", "dark")) {
			for (int width : List.of(WIDE, PHONE)) {
				browser.look(scheme, width);
				assertThat(browser.violations()).as("%s, %d pixels", scheme, width).isEmpty();
				assertThat(page.overflows()).as("%s, %d pixels", scheme, width).isFalse();
			}
		}
	}

}
