// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import dev.bootcluster.ipc.LogLevels;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.UriUtils;

/**
 * Keeps changed log levels for workers that start later.
 *
 * @param path the path of the endpoint for loggers
 * @param levels keeps the levels
 */
record LoggerChanges(String path, LogLevels levels) implements Consumer<SharedChange> {

	private static final Log logger = LogFactory.getLog(LoggerChanges.class);

	private static final JsonMapper MAPPER = new JsonMapper();

	@Override
	public void accept(SharedChange change) {
		if (!change.method().equals("POST") || !change.path().startsWith(this.path + "/")) {
			return;
		}
		String name = UriUtils.decode(change.path().substring(this.path.length() + 1), StandardCharsets.UTF_8);
		try {
			JsonNode level = MAPPER.readTree(change.body()).path("configuredLevel");
			this.levels.put(name, level.isString() ? level.stringValue() : null);
		}
		catch (IOException | JacksonException ex) {
			logger.warn("Workers that start later will not have the new level of " + name, ex);
		}
	}

}
