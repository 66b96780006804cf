// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.autoconfigure;

import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor knows about the properties.
 */
class ConfigurationMetadataTests {

	private static final Pattern PROPERTY = Pattern.compile("(?m)^\\| `(cluster\\.[a-z.-]+?)(\\.NAME)?` \\|");

	@Test
	void everyPropertyHasADescription() throws Exception {
		assertThat(descriptions()).hasSizeGreaterThan(10)
			.allSatisfy((name, description) -> assertThat(description).as(name).endsWith("."));
	}

	@Test
	void readmeNamesPropertiesThatExist() throws Exception {
		Matcher property = PROPERTY.matcher(Files.readString(Path.of("../../README.md")));
		int count = 0;
		for (; property.find(); count++) {
			assertThat(descriptions()).containsKey(property.group(1));
		}
		assertThat(count).isGreaterThan(10);
	}

	private static Map<String, String> descriptions() throws Exception {
		Map<String, String> descriptions = new TreeMap<>();
		ClassLoader loader = ConfigurationMetadataTests.class.getClassLoader();
		for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream metadata = url.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
					String description = property.path("description").asString("");
					descriptions.put(property.get("name").asString(), description);
				}
			}
		}
		descriptions.keySet().removeIf((name) -> !name.startsWith("cluster."));
		return descriptions;
	}

}
