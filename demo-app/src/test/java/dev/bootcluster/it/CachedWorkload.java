// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Workload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks for values that the demo caches, and counts how many have been computed.
 */
final class CachedWorkload implements Workload {

	private final int keys;

	private final String query;

	private final Set<String> computations = ConcurrentHashMap.newKeySet();

	CachedWorkload(int keys, String query) {
		this.keys = keys;
		this.query = query;
	}

	@Override
	public Request next(Random random) {
		return Request.get("/cached/key-" + random.nextInt(this.keys) + this.query);
	}

	@Override
	public @Nullable String problem(Request request, Response response) {
		JsonNode value = JsonMapper.shared().readTree(response.text());
		this.computations.add(value.path("value").asString(""));
		String key = value.path("key").asString("");
		return request.target().equals("/cached/" + key + this.query) ? null : "value of another key: " + response;
	}

	/**
	 * All values that were answered; each computation makes another one.
	 */
	Set<String> computations() {
		return this.computations;
	}

}
