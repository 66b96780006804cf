// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RelaySocket} and {@link RelayOrigin}.
 */
class RelaySocketTests {

	@Test
	void longestPathFits() {
		Path directory = Path.of("/" + "d".repeat(Ipc.MAX_DIRECTORY_LENGTH - 1));
		assertThat(RelaySocket.of(directory, 9999, 4_194_304).path().toString().getBytes())
			.hasSizeLessThanOrEqualTo(100);
	}

	@Test
	void workersAreFoundByTheirSockets(@TempDir Path directory) throws IOException {
		assertThat(RelaySocket.all(directory)).as("without a directory").isEmpty();
		RelaySocket tenth = RelaySocket.of(directory, 10, 5);
		RelaySocket second = RelaySocket.of(directory, 2, 7);
		RelaySocket successor = RelaySocket.of(directory, 2, 8);
		OwnerOnly.createDirectories(directory.resolve(RelaySocket.DIRECTORY));
		for (RelaySocket socket : new RelaySocket[] { tenth, successor, second }) {
			Files.createFile(socket.path());
		}
		Files.createFile(directory.resolve(RelaySocket.DIRECTORY).resolve("2-x"));
		assertThat(RelaySocket.all(directory)).containsExactly(second, successor, tenth);
	}

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, true", "2001:db8::1, false", "fe80::1%eth0, false" })
	void originIsRead(String address, boolean forwarded) {
		RelayOrigin origin = new RelayOrigin(address, 4711, "192.0.2.1", 8443, "https", 443, forwarded, !forwarded);
		assertThat(RelayOrigin.parse(origin.toHeader())).isEqualTo(origin);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "127.0.0.1", "1 2 3 4 5 6", "a b c d e f g h", "a 1 b 2 http 80 true",
			"a 1 b 2 http 80 true true 9" })
	void whatIsNoOriginIsNone(String header) {
		assertThat(RelayOrigin.parse(header)).isNull();
	}

	/**
	 * A proxy's header may have anything in the place of an address.
	 */
	@Test
	void addressCannotBringItsOwnFields() {
		RelayOrigin origin = new RelayOrigin("127.0.0.1 5 127.0.0.1 8080 http 80 false true", 1, "192.0.2.1", 2, "http",
				80, true, true);
		assertThat(RelayOrigin.parse(origin.toHeader())).isNull();
	}

}
