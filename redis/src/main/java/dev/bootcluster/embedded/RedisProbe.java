// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Checks whether a server is ours and ready: it accepts our password and answers a ping.
 */
class RedisProbe {

	private static final int TIMEOUT_MILLIS = 1000;

	private static final byte[] ANSWER = "+OK\r\n+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

	private final RedisSettings settings;

	RedisProbe(RedisSettings settings) {
		this.settings = settings;
	}

	boolean answers() {
		return ask() == Answer.READY;
	}

	/**
	 * Let the server write its data to a new file. Its directory may be another one by
	 * the same name.
	 */
	void rewriteData(Path directory) throws IOException {
		answer("CONFIG SET dir \"%s\"\r\nBGREWRITEAOF".formatted(directory));
	}

	Answer ask() {
		try {
			byte[] answer = answer("PING");
			return Arrays.equals(answer, ANSWER) ? Answer.READY : (answer.length > 0) ? Answer.BUSY : Answer.NONE;
		}
		catch (IOException ex) {
			return Answer.NONE;
		}
	}

	private byte[] answer(String command) throws IOException {
		try (Socket socket = new Socket(Proxy.NO_PROXY)) {
			socket.connect(new InetSocketAddress(RedisSettings.HOST, this.settings.port()), TIMEOUT_MILLIS);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			String question = "AUTH %s\r\n%s\r\n".formatted(this.settings.password(), command);
			socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().readNBytes(ANSWER.length);
		}
	}

	/**
	 * The answer of a server.
	 */
	enum Answer {

		/**
		 * It is ready.
		 */
		READY,

		/**
		 * It is alive, but loading its data or running a script.
		 */
		BUSY,

		/**
		 * It does not answer.
		 */
		NONE

	}

}
