// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.bootcluster.testing.ScriptedLoad.assertOnly;
import static dev.bootcluster.testing.ScriptedLoad.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the implementations of {@link Workload}.
 */
@Timeout(60)
class WorkloadTests {

	@Test
	void echoSendsAndChecksBodiesInBothFramings() throws IOException {
		assertOnly(run(60, (load) -> load.workload(Workload.echo(100_000)), (peer) -> {
			while (true) {
				String body = body(peer.read());
				peer.answer(200, body, "X-Content-SHA256: " + sha256(body));
				body = body(peer.read());
				peer.answerInChunks(7_000, body, "X-Content-SHA256: " + sha256(body));
			}
		}), Outcome.OK, 60);
	}

	@Test
	void echoWithAnotherBodyOrDigestIsWrong() throws IOException {
		assertOnly(run(4, (load) -> load.workload(Workload.echo(1_000)), (peer) -> {
			while (true) {
				String body = body(peer.read());
				peer.answer(200, body + "x", "X-Content-SHA256: " + sha256(body));
				body = body(peer.read());
				peer.answer(200, body, "X-Content-SHA256: " + sha256(body + "x"));
			}
		}), Outcome.WRONG, 4);
	}

	@Test
	void sessionWorkloadSendsItsCookieBackAndMissesALostValue() throws IOException {
		LoadReport report = run(6, (load) -> load.workload(Workload.session()), (peer) -> {
			peer.read();
			peer.answer(200, "{}", "Set-Cookie: SESSION=abc; Path=/; HttpOnly");
			assertThat(peer.read()).contains("Cookie: SESSION=abc\r\n");
			peer.answer(200, "{\"load\": \"another value\"}");
			String value = peer.read().split("[/ ]")[4];
			peer.answer(200, "{}");
			while (true) {
				peer.read();
				peer.answer(200, "{\"load\": \"%s\"}".formatted(value));
				peer.read();
				peer.answer(200, "{\"load\": \"%s\"}".formatted(value));
			}
		});
		assertOnly(report, Outcome.WRONG, 2, Outcome.OK, 4);
	}

	private static String body(String request) {
		return request.substring(request.indexOf("\r\n\r\n") + 4);
	}

	private static String sha256(String body) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.ISO_8859_1)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
