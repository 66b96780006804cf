// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * HTTP as it is on the wire.
 */
final class RawHttp {

	private RawHttp() {
	}

	/**
	 * Send lines and read up to the end of the connection, however it ends.
	 */
	static String ask(Socket client, String... lines) throws IOException {
		OutputStream output = client.getOutputStream();
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		try {
			output.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			client.getInputStream().transferTo(answer);
		}
		catch (IOException ex) {
			// It was reset, perhaps before all was sent.
		}
		return answer.toString(StandardCharsets.ISO_8859_1);
	}

}
