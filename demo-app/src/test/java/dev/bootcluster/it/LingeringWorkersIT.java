// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.JvmCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replaced workers that live on for their sessions are shown to operators.
 */
@Tag("full")
class LingeringWorkersIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@Test
	void commandLineAndDashboardShowThem(@TempDir Path directory) throws Exception {
		Chromium.assumeInstalled();
		try (Deployment deployment = Deployment.start(directory, "--cluster.balancing=sticky",
				"--cluster.reload.session-patience=30m", "--cluster.reload.bake-time=0s");
				Chromium browser = Chromium.start()) {
			ClusterProcess cluster = deployment.cluster();
			visit(cluster);
			assertThat(cluster.reload().status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			cluster.await("the session of the old worker", PATIENCE,
					() -> cluster.cluster().path("lingering").size() == 1
							&& cluster.cluster().at("/lingering/0/sessions").asInt() == 1);
			int slot = cluster.cluster().at("/lingering/0/slot").asInt();
			String pid = cluster.cluster().at("/lingering/0/pid").asString();
			assertThat(run(directory, deployment, "list")).containsPattern(
					"%d +%s +LINGERING +1 .* 1 session, at most (29m \\d+s|30m 0s) left".formatted(slot, pid));
			assertThat(run(directory, deployment, "show", Integer.toString(slot)))
				.containsPattern("lives on beside it +pid %s, generation 1, 1 session".formatted(pid));
			DashboardPage page = new DashboardPage(cluster, browser.driver());
			browser.look("light", 1440);
			page.open();
			page.await("the old worker", () -> page.workers().size() == 3);
			assertThat(page.lingering(slot, "PID")).isEqualTo(pid);
			assertThat(page.lingering(slot, "State")).startsWith("Lingering").contains("1 session, at most ");
			assertThat(page.lingering(slot, "Generation")).isEqualTo("1");
			assertThat(page.cell(slot, "Generation")).isEqualTo("2");
			assertThat(browser.complaints()).isEmpty();
			assertThat(browser.violations()).isEmpty();
		}
	}

	private static void visit(ClusterProcess cluster) throws Exception {
		URI uri = URI.create("http://localhost:%d/session/name/visitor".formatted(cluster.port()));
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build(),
					HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
	}

	private static String run(Path directory, Deployment deployment, String... arguments) {
		String[] words = new String[arguments.length + 3];
		words[0] = "-Djarmode=cluster";
		words[1] = "-jar";
		words[2] = deployment.jar().toString();
		System.arraycopy(arguments, 0, words, 3, arguments.length);
		try (JvmCommand command = JvmCommand.start(directory, words)) {
			assertThat(command.exitCode()).as(command.err()).isZero();
			return command.out();
		}
	}

}
