// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.bootcluster.it.secured.SecuredApplication;
import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.ClusterProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A management port of its own, with its own base path and the application's security, is
 * what it is in plain Boot.
 */
@Tag("full")
class ManagementEndpointsIT {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String[] ARGUMENTS = { "--cluster.shared-state=none", "--spring.autoconfigure.exclude=",
			"--management.endpoints.web.exposure.include=*", "--management.server.base-path=/manage",
			"--management.endpoints.web.cors.allowed-origins=https://console.example" };

	/**
	 * Those that plain Boot does not have, and files.
	 */
	private static final Set<String> OWN = Set.of("cluster", "cluster-part", "cluster-operation", "cluster-dashboard",
			"heapdump", "logfile");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port = FreePorts.one();

	@Test
	void everyEndpointAnswersAsInPlainBoot() throws Exception {
		Map<String, String> plain;
		Set<String> links;
		try (ClusterProcess standalone = start("--cluster.enabled=false")) {
			standalone.awaitLog("Started SecuredApplication");
			links = links();
			plain = answers(links);
		}
		assertThat(links).contains("info", "metrics", "loggers", "beans", "env", "mappings", "threaddump");
		try (ClusterProcess cluster = start("--cluster.workers=2")) {
			cluster.awaitLog("Cluster is listening on port");
			assertThat(get("/manage/actuator/health").statusCode()).as("without a worker").isIn(200, 503);
			assertThat(get("/manage/actuator").body()).as("without a worker").contains("/manage/actuator/cluster");
			for (int slot = 1; slot <= 2; slot++) {
				cluster.awaitLog("Worker %d .* ready".formatted(slot));
			}
			Set<String> all = links();
			assertThat(all).containsAll(links);
			all.removeAll(links);
			assertThat(all).isSubsetOf(OWN);
			assertThat(answers(links)).isEqualTo(plain);
			assertThat(send("GET", "/manage/actuator/info", Map.of("Authorization", "Basic bm8=")).statusCode())
				.as("a stranger")
				.isEqualTo(401);
			HttpResponse<String> second = get("/manage/actuator/cluster/2/info");
			assertThat(second.statusCode()).isEqualTo(200);
			assertThat(second.headers().firstValue("Cluster-Slot")).contains("2");
			cluster.signal("USR1");
			cluster.awaitLog("Reload 1 succeeded");
			assertThat(answers(links)).as("after a reload").isEqualTo(plain);
		}
	}

	private ClusterProcess start(String argument) {
		return ClusterProcess.builder()
			.classPath(System.getProperty("java.class.path"), SecuredApplication.class.getName())
			.args(ARGUMENTS)
			.args(argument)
			.managementPort(this.port)
			.start();
	}

	/**
	 * The names of the links, each of which leads to the port that was asked.
	 */
	private Set<String> links() throws Exception {
		HttpResponse<String> response = get("/manage/actuator");
		assertThat(response.statusCode()).isEqualTo(200);
		Set<String> names = new TreeSet<>();
		JSON.readTree(response.body()).path("_links").properties().forEach((link) -> {
			assertThat(link.getValue().path("href").asString())
				.startsWith("http://127.0.0.1:%d/manage/actuator".formatted(this.port));
			names.add(link.getKey());
		});
		return names;
	}

	/**
	 * What identifies the answers: status, headers and the shape of the JSON.
	 */
	private Map<String, String> answers(Set<String> links) throws Exception {
		Map<String, String> answers = new TreeMap<>();
		for (String link : links) {
			if (!link.contains("-") && !link.equals("self") && !OWN.contains(link)) {
				put(answers, "GET", "/manage/actuator/" + link, Map.of());
				put(answers, "HEAD", "/manage/actuator/" + link, Map.of());
			}
		}
		for (String path : List.of("/manage/actuator/missing", "/manage/missing", "/actuator/info",
				"/manage/actuator/metrics/jvm.memory.max?tag=area:heap", "/manage/actuator/metrics/missing",
				"/manage/actuator/health/liveness")) {
			put(answers, "GET", path, Map.of());
		}
		put(answers, "OPTIONS", "/manage/actuator/info", Map.of());
		put(answers, "POST", "/manage/actuator/info", Map.of());
		put(answers, "POST", "/manage/actuator/loggers/a.b", Map.of("Content-Type", "application/json"));
		for (String origin : List.of("https://console.example", "https://evil.example")) {
			put(answers, "GET", "/manage/actuator/info", Map.of("Origin", origin));
			put(answers, "OPTIONS", "/manage/actuator/info",
					Map.of("Origin", origin, "Access-Control-Request-Method", "GET"));
		}
		return answers;
	}

	private void put(Map<String, String> answers, String method, String path, Map<String, String> headers)
			throws Exception {
		HttpResponse<String> response = send(method, path, headers);
		Map<String, List<String>> seen = new TreeMap<>(response.headers().map());
		seen.keySet().retainAll(Set.of("content-type", "allow", "access-control-allow-origin"));
		answers.put("%s %s %s".formatted(method, path, new TreeMap<>(headers)),
				"%d %s %s".formatted(response.statusCode(), seen, shape(response.body())));
	}

	private static Object shape(String text) {
		if (text.startsWith("{")) {
			return JSON.readTree(text).propertyNames().stream().sorted().toList();
		}
		return text.isEmpty() ? "nothing" : "text";
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send("GET", path, Map.of());
	}

	private HttpResponse<String> send(String method, String path, Map<String, String> headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		if (!headers.containsKey("Authorization")) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("operator:secret".getBytes(StandardCharsets.UTF_8)));
		}
		headers.forEach(request::header);
		request.method(method, method.equals("POST") ? HttpRequest.BodyPublishers.ofString("{}")
				: HttpRequest.BodyPublishers.noBody());
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
