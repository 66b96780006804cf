// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.bootcluster.ipc.SessionRoute;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session of a request in the first bytes of its head (HTTP/1.1, RFC 9112): in
 * its cookies, as Tomcat's {@code Rfc6265CookieProcessor} reads them, or in the path of
 * its target. Allocates nothing but the result.
 */
final class SessionFinder {

	private static final byte[] COOKIE = bytes("cookie:");

	private static final byte[] VERSION = bytes("HTTP/1.");

	private static final String SEPARATORS = "\"(),/:;<=>?@[\\]{}";

	private final byte[] cookie;

	private final byte[] parameter;

	/**
	 * Create a finder.
	 * @param cookie the name of the cookie with the session's id
	 * @param parameter the name of the path's parameter with the session's id
	 */
	SessionFinder(String cookie, String parameter) {
		this.cookie = bytes(cookie);
		this.parameter = bytes(parameter);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Find the worker that a request's session lives in. Of several cookies the first
	 * counts that names a worker, and cookies count more than the path.
	 * @param head what has been read of the request, from index 0
	 * @param end how many bytes that are
	 * @return the route, {@link SessionRoute#NONE} if there is none or the bytes are no
	 * request of HTTP/1.1, {@code null} if more bytes are needed to know
	 */
	@Nullable SessionRoute find(ByteBuffer head, int end) {
		int start = 0;
		while (start < end && isLineBreak(head.get(start))) {
			start++;
		}
		int fields = behindLine(head, start, end);
		if (fields == -1) {
			return isRequestLine(head, start, end) ? null : SessionRoute.NONE;
		}
		if (!isRequestLine(head, start, fields) || !isVersion1(head, start, fields)) {
			return SessionRoute.NONE;
		}
		return findInFields(head, fields, end, inTarget(head, start, fields));
	}

	private @Nullable SessionRoute findInFields(ByteBuffer head, int fields, int end, SessionRoute inTarget) {
		int field = fields;
		while (field < end && !isEmptyLine(head, field, end)) {
			int next = behindField(head, field, end);
			if (next == -1) {
				return null;
			}
			if (startsWith(head, field, next, COOKIE, true)) {
				SessionRoute route = inCookies(head, field + COOKIE.length, next);
				if (route.exists()) {
					return route;
				}
			}
			field = next;
		}
		return (field < end) ? inTarget : null;
	}

	/**
	 * Return whether the bytes begin, or may be the beginning of, a request line. Other
	 * bytes, such as those of TLS, may never have an end of line.
	 */
	private static boolean isRequestLine(ByteBuffer head, int from, int to) {
		int end = skipToken(head, from, to);
		return end == to || (end > from && isSpace(head.get(end)));
	}

	private static boolean isVersion1(ByteBuffer head, int from, int to) {
		int end = to;
		while (end > from && isSpace(head.get(end - 1))) {
			end--;
		}
		int version = end - VERSION.length - 1;
		return version > from && startsWith(head, version, end, VERSION, false) && isSpace(head.get(version - 1));
	}

	private SessionRoute inTarget(ByteBuffer head, int from, int to) {
		int pos = skipSpace(head, skipToken(head, from, to), to);
		SessionRoute route = SessionRoute.NONE;
		while (pos < to && head.get(pos) != '?' && !isSpace(head.get(pos))) {
			boolean parameter = head.get(pos++) == ';';
			int equals = pos + this.parameter.length;
			if (parameter && equals < to && head.get(equals) == '='
					&& startsWith(head, pos, equals, this.parameter, false)) {
				int value = equals + 1;
				pos = behindParameter(head, value, to);
				route = SessionRoute.ofSessionId(head, value, pos);
			}
		}
		return route;
	}

	private static int behindParameter(ByteBuffer head, int from, int to) {
		int pos = from;
		while (pos < to && "?;/".indexOf(head.get(pos)) == -1 && !isSpace(head.get(pos))) {
			pos++;
		}
		return pos;
	}

	/**
	 * A line that continues a folded field counts as a space.
	 */
	private SessionRoute inCookies(ByteBuffer head, int from, int to) {
		int pos = from;
		while (pos < to) {
			int name = skipSpace(head, pos, to);
			int nameEnd = skipToken(head, name, to);
			pos = skipSpace(head, nameEnd, to);
			if (pos < to && head.get(pos) == '=') {
				int value = skipSpace(head, pos + 1, to);
				int valueEnd = behindValue(head, value, to);
				pos = (valueEnd != -1) ? skipSpace(head, valueEnd, to) : pos;
				if (valueEnd != -1 && (pos == to || head.get(pos) == ';') && isSessionCookie(head, name, nameEnd)) {
					SessionRoute route = inValue(head, value, valueEnd);
					if (route.exists()) {
						return route;
					}
				}
			}
			pos = behindSemicolon(head, pos, to);
		}
		return SessionRoute.NONE;
	}

	private boolean isSessionCookie(ByteBuffer head, int from, int to) {
		return to - from == this.cookie.length && startsWith(head, from, to, this.cookie, false);
	}

	private static SessionRoute inValue(ByteBuffer head, int from, int to) {
		boolean quoted = to - from > 1 && head.get(from) == '"' && head.get(to - 1) == '"';
		return quoted ? SessionRoute.ofSessionId(head, from + 1, to - 1) : SessionRoute.ofSessionId(head, from, to);
	}

	/**
	 * Return the index behind a cookie's value, -1 if the value is invalid.
	 */
	private static int behindValue(ByteBuffer head, int from, int to) {
		boolean quoted = false;
		for (int pos = from; pos < to; pos++) {
			int octet = head.get(pos) & 0xFF;
			if (octet == ';' || isSpace((byte) octet)) {
				return pos;
			}
			if (octet == '"' && pos == from) {
				quoted = true;
			}
			else if (octet == '"' && quoted) {
				return pos + 1;
			}
			else if (octet < 0x21 || octet == 0x7F || octet == '"' || octet == ',' || octet == '\\') {
				return -1;
			}
		}
		return to;
	}

	private static int behindSemicolon(ByteBuffer head, int from, int to) {
		int pos = from;
		while (pos < to && head.get(pos) != ';') {
			pos++;
		}
		return Math.min(pos + 1, to);
	}

	/**
	 * Return the index behind a line, -1 if its end has not been read.
	 */
	private static int behindLine(ByteBuffer head, int from, int end) {
		for (int pos = from; pos < end; pos++) {
			if (head.get(pos) == '\n') {
				return pos + 1;
			}
		}
		return -1;
	}

	/**
	 * Return the index behind a field, which goes on in the next line if that begins with
	 * a space; -1 if its end has not been read.
	 */
	private static int behindField(ByteBuffer head, int from, int end) {
		int pos = behindLine(head, from, end);
		while (pos != -1 && pos < end && (head.get(pos) == ' ' || head.get(pos) == '\t')) {
			pos = behindLine(head, pos, end);
		}
		return (pos < end) ? pos : -1;
	}

	private static boolean isEmptyLine(ByteBuffer head, int pos, int end) {
		return head.get(pos) == '\n' || (head.get(pos) == '\r' && pos + 1 < end && head.get(pos + 1) == '\n');
	}

	private static int skipSpace(ByteBuffer head, int from, int to) {
		int pos = from;
		while (pos < to && isSpace(head.get(pos))) {
			pos++;
		}
		return pos;
	}

	private static int skipToken(ByteBuffer head, int from, int to) {
		int pos = from;
		while (pos < to && isToken(head.get(pos))) {
			pos++;
		}
		return pos;
	}

	private static boolean startsWith(ByteBuffer head, int from, int to, byte[] text, boolean anyCase) {
		if (to - from < text.length) {
			return false;
		}
		for (int i = 0; i < text.length; i++) {
			int octet = head.get(from + i);
			if (((anyCase && octet >= 'A' && octet <= 'Z') ? octet + 'a' - 'A' : octet) != text[i]) {
				return false;
			}
		}
		return true;
	}

	private static boolean isToken(byte octet) {
		return octet > ' ' && octet < 0x7F && SEPARATORS.indexOf(octet) == -1;
	}

	private static boolean isSpace(byte octet) {
		return octet == ' ' || octet == '\t' || isLineBreak(octet);
	}

	private static boolean isLineBreak(byte octet) {
		return octet == '\r' || octet == '\n';
	}

}
