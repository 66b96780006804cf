// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP/1.1 by hand, on a socket that somebody else has opened.
 */
final class PlainText {

	private PlainText() {
	}

	/**
	 * Ask a worker who its client is.
	 * @param socket a connection to the cluster
	 * @return the client's address as the worker sees it
	 * @throws IOException if the connection breaks
	 */
	static String remoteAddress(Socket socket) throws IOException {
		String answer = get(socket, "/worker");
		return new JsonMapper().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
			.path("remoteAddress")
			.asString();
	}

	private static String get(Socket socket, String path) throws IOException {
		socket.setSoTimeout(30_000);
		socket.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path)
				.getBytes(StandardCharsets.US_ASCII));
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
