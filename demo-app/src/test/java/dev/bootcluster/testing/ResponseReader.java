// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer and accepts nothing that RFC 9112 does not allow a server to
 * send.
 */
final class ResponseReader {

	private static final Pattern STATUS_LINE = Pattern
		.compile("HTTP/1\\.1 ([1-5]\\d\\d)(?: [^\\x00-\\x08\\x0a-\\x1f]*)?");

	private static final Pattern FIELD = Pattern
		.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([^\\x00-\\x08\\x0a-\\x1f]*?)[ \\t]*");

	private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})[ \\t]*(?:;.*)?");

	private static final int MAX_HEAD = 64 * 1024;

	private static final int MAX_BODY = 64 * 1024 * 1024;

	private final Wire wire;

	private int headLeft = MAX_HEAD;

	ResponseReader(Wire wire) {
		this.wire = wire;
	}

	/**
	 * Read the answer; interim answers are skipped.
	 * @return the answer
	 * @throws MalformedAnswerException if what comes is no HTTP/1.1 answer
	 * @throws EOFException if the connection ends before the answer does
	 */
	Response read() throws IOException {
		while (true) {
			int status = status(line());
			Map<String, List<String>> headers = fields();
			if (status >= 200 || status == 101) {
				Response head = new Response(status, headers, new byte[0]);
				return new Response(status, headers, body(head));
			}
		}
	}

	private static int status(String line) throws MalformedAnswerException {
		Matcher matcher = STATUS_LINE.matcher(line);
		if (!matcher.matches()) {
			throw new MalformedAnswerException("no status line: '%s'".formatted(shown(line)));
		}
		return Integer.parseInt(matcher.group(1));
	}

	private Map<String, List<String>> fields() throws IOException {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			Matcher matcher = FIELD.matcher(line);
			if (!matcher.matches()) {
				throw new MalformedAnswerException("no header: '%s'".formatted(shown(line)));
			}
			fields.computeIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), (name) -> new ArrayList<>())
				.add(matcher.group(2));
		}
		return fields;
	}

	private byte[] body(Response head) throws IOException {
		List<String> codings = head.all("transfer-encoding");
		List<String> lengths = head.all("content-length");
		if (!codings.isEmpty() && !lengths.isEmpty()) {
			throw new MalformedAnswerException("both Transfer-Encoding and Content-Length");
		}
		if (head.status() == 204 || head.status() == 304 || head.status() == 101) {
			return new byte[0];
		}
		if (!codings.isEmpty()) {
			if (codings.size() > 1 || !"chunked".equalsIgnoreCase(codings.get(0))) {
				throw new MalformedAnswerException("Transfer-Encoding %s".formatted(codings));
			}
			return chunks();
		}
		if (!lengths.isEmpty()) {
			return bytes(length(lengths));
		}
		if (!head.announcesClose()) {
			throw new MalformedAnswerException("neither Content-Length nor chunked nor Connection: close");
		}
		return rest();
	}

	private static int length(List<String> lengths) throws MalformedAnswerException {
		String length = lengths.get(0);
		if (lengths.size() > 1 || !length.matches("\\d{1,9}") || Integer.parseInt(length) > MAX_BODY) {
			throw new MalformedAnswerException("Content-Length %s".formatted(lengths));
		}
		return Integer.parseInt(length);
	}

	private byte[] bytes(int length) throws IOException {
		byte[] bytes = new byte[length];
		try {
			this.wire.read(bytes, 0, length);
		}
		catch (EOFException ex) {
			throw new EOFException("the server closed the connection within a body of %d bytes".formatted(length));
		}
		return bytes;
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		while (true) {
			this.headLeft = MAX_HEAD;
			String line = line();
			Matcher matcher = CHUNK.matcher(line);
			if (!matcher.matches()) {
				throw new MalformedAnswerException("no chunk size: '%s'".formatted(shown(line)));
			}
			int size = Integer.parseInt(matcher.group(1), 16);
			if (body.size() + (long) size > MAX_BODY) {
				throw new MalformedAnswerException("body above %d bytes".formatted(MAX_BODY));
			}
			if (size == 0) {
				fields();
				return body.toByteArray();
			}
			body.writeBytes(bytes(size));
			String end = line();
			if (!end.isEmpty()) {
				throw new MalformedAnswerException("chunk longer than its size: '%s'".formatted(shown(end)));
			}
		}
	}

	private byte[] rest() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		try {
			while (body.size() <= MAX_BODY) {
				body.write(this.wire.read());
			}
		}
		catch (EOFException ex) {
			return body.toByteArray();
		}
		throw new MalformedAnswerException("body above %d bytes".formatted(MAX_BODY));
	}

	/**
	 * Read a line that ends with CR LF, and with nothing less.
	 * @return the line without its end
	 */
	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		while (this.headLeft-- > 0) {
			char next = (char) (this.wire.read() & 0xff);
			if (next == '\n') {
				int last = line.length() - 1;
				if (last < 0 || line.charAt(last) != '\r') {
					throw new MalformedAnswerException("line without CR: '%s'".formatted(shown(line)));
				}
				return line.substring(0, last);
			}
			line.append(next);
		}
		throw new MalformedAnswerException("head above %d bytes".formatted(MAX_HEAD));
	}

	private static String shown(CharSequence text) {
		String visible = text.toString().replaceAll("[^\\x20-\\x7e]", ".");
		return (visible.length() > 80) ? visible.substring(0, 80) + "…" : visible;
	}

}
