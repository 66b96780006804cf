// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuntimePlaces}.
 */
class RuntimePlacesTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "-", value = {
			"container                 | -                | -              | false | /tmp",
			"desktop or ssh session    | -                | /run/user/1000 | false | /run/user/1000 /tmp",
			"service                   | /run/shop        | -              | false | /run/shop /tmp",
			"service with two          | /run/a:/run/b    | -              | false | /run/a /tmp",
			"service of a user manager | /run/user/1/shop | /run/user/1    | false | /run/user/1/shop /run/user/1 /tmp",
			"variable that is empty    | ''               | ''             | false | /tmp",
			"relative path             | shop             | run            | false | /tmp",
			"tmp as runtime directory  | -                | /tmp           | false | /tmp",
			"code without a store      | /run/shop        | /run/user/1000 | true  | /tmp" })
	void directoryIsMadeInTheFirstThatCanBeUsed(String situation, String service, String user, boolean code,
			String places) {
		Map<String, String> environment = new TreeMap<>();
		if (service != null) {
			environment.put("RUNTIME_DIRECTORY", service);
		}
		if (user != null) {
			environment.put("XDG_RUNTIME_DIR", user);
		}
		List<Path> expected = Stream.of(places.split(" ")).map(Path::of).toList();
		assertThat(RuntimePlaces.of(environment, "/tmp", code)).as(situation).isEqualTo(expected);
	}

}
