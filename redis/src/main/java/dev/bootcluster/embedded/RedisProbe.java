/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

	Answer ask() {
		try (Socket socket = new Socket(Proxy.NO_PROXY)) {
			socket.connect(new InetSocketAddress(RedisSettings.HOST, this.settings.port()), TIMEOUT_MILLIS);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			String question = "AUTH " + this.settings.password() + "\r\nPING\r\n";
			socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
			byte[] answer = socket.getInputStream().readNBytes(ANSWER.length);
			return Arrays.equals(answer, ANSWER) ? Answer.READY : (answer.length > 0) ? Answer.BUSY : Answer.NONE;
		}
		catch (IOException ex) {
			return Answer.NONE;
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
