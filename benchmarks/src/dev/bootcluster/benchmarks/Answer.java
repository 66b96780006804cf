// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges the bytes that came for a request until the server closed the connection.
 */
final class Answer {

	private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[ \r]");

	private static final Pattern LENGTH = Pattern.compile("\r\n(?i:content-length): *(\\d+)\r\n");

	private static final Pattern BODY = Pattern.compile("Handled by process \\d+");

	private static final String END_OF_HEAD = "\r\n\r\n";

	private Answer() {
	}

	static Outcome judge(byte[] bytes) {
		if (bytes.length == 0) {
			return Outcome.CLOSED;
		}
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int end = text.indexOf(END_OF_HEAD);
		if (end < 0) {
			return Outcome.TRUNCATED;
		}
		Matcher status = STATUS.matcher(text);
		if (!status.lookingAt()) {
			return Outcome.WRONG;
		}
		if (status.group(1).charAt(0) != '2') {
			return Outcome.NON_2XX;
		}
		String body = text.substring(end + END_OF_HEAD.length());
		Matcher length = LENGTH.matcher(text.substring(0, end + END_OF_HEAD.length()));
		if (!length.find() || body.length() > Integer.parseInt(length.group(1))) {
			return Outcome.WRONG;
		}
		if (body.length() < Integer.parseInt(length.group(1))) {
			return Outcome.TRUNCATED;
		}
		return BODY.matcher(body).matches() ? Outcome.ANSWERED : Outcome.WRONG;
	}

}
