// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.util.List;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;

/**
 * A reload as {@code GET /actuator/cluster/reload} shows it.
 *
 * @param id its id
 * @param state {@code RUNNING}, {@code SUCCEEDED} or {@code FAILED}
 * @param generation the generation it leads to
 * @param dryRun whether it only tries the new version out
 * @param reason why it failed, else empty
 * @param log the last lines of the worker that made it fail
 * @param json the whole answer
 */
public record Reload(String id, String state, long generation, boolean dryRun, String reason, List<String> log,
		JsonNode json) {

	static Reload of(JsonNode json) {
		return new Reload(json.path("id").asString(""), json.path("state").asString(""),
				json.path("generation").asLong(0), json.path("dryRun").asBoolean(false),
				json.path("reason").asString(""),
				StreamSupport.stream(json.path("log").spliterator(), false).map((line) -> line.asString("")).toList(),
				json);
	}

	public boolean isRunning() {
		return "RUNNING".equals(this.state);
	}

	public boolean hasSucceeded() {
		return "SUCCEEDED".equals(this.state);
	}

	public boolean hasFailed() {
		return "FAILED".equals(this.state);
	}

}
