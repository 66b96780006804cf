// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.bootcluster.ipc.SessionRoute;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;
import org.apache.tomcat.util.http.ServerCookies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link SessionFinder}.
 */
class SessionFinderTests {

	private static final SessionRoute ROUTE = new SessionRoute(3, 17);

	private static final String END = "\r\n\r\n";

	private final SessionFinder finder = new SessionFinder("JSESSIONID", "jsessionid");

	@ParameterizedTest
	@MethodSource
	void sessionIsFound(String head) {
		assertThat(find(head)).isEqualTo(ROUTE);
	}

	static Stream<String> sessionIsFound() {
		return Stream.of(withCookies("JSESSIONID=A0.3-17"), withCookies("a=b; JSESSIONID=A0.3-17; c=d"),
				withCookies("a=b;JSESSIONID=A0.3-17"), withCookies("  JSESSIONID = A0.3-17 ; c"),
				withCookies("JSESSIONID=\"A0.3-17\""), withCookies("JSESSIONID=A.0.3-17"),
				withCookies("flag; JSESSIONID=A0.3-17"), withCookies("a=\"b;c\"; JSESSIONID=A0.3-17"),
				withCookies("JSESSIONID=old; JSESSIONID=A0.3-17; JSESSIONID=B0.4-1"),
				withCookies("a=b\r\nCookie: JSESSIONID=A0.3-17"), withCookies("a=b;\r\n JSESSIONID=A0.3-17"),
				withCookies("a=b;\r\n\t JSESSIONID=A0.3-17;\r\n c=d"), withCookies("a=b,c; JSESSIONID=A0.3-17"),
				"GET / HTTP/1.1\r\nhost: a\r\ncOOkie:JSESSIONID=A0.3-17" + END,
				"GET / HTTP/1.1\nCookie: JSESSIONID=A0.3-17\n\n", "\r\n\r\n" + withCookies("JSESSIONID=A0.3-17"),
				"GET / HTTP/1.0\r\nCookie: JSESSIONID=A0.3-17" + END,
				"POST /a;jsessionid=A0.3-17 HTTP/1.1\r\nHost: a" + END,
				"GET /;a=b;jsessionid=A0.3-17;c=d/e HTTP/1.1" + END, "GET /a;jsessionid=A0.3-17?b=c HTTP/1.1" + END,
				"GET http://a/b;jsessionid=A0.3-17 HTTP/1.1" + END,
				"GET /a;jsessionid=B0.4-1 HTTP/1.1\r\nCookie: JSESSIONID=A0.3-17" + END,
				"GET /a;jsessionid=A0.3-17 HTTP/1.1\r\nCookie: JSESSIONID=foreign" + END);
	}

	@ParameterizedTest
	@MethodSource
	void noSessionIsFound(String head) {
		assertThat(find(head)).isEqualTo(SessionRoute.NONE);
	}

	static Stream<String> noSessionIsFound() {
		return Stream.of(withCookies("a=b"), withCookies("jsessionid=A0.3-17"), withCookies("XJSESSIONID=A0.3-17"),
				withCookies("JSESSIONIDX=A0.3-17"), withCookies("a=JSESSIONID=A0.3-17"),
				withCookies("JSESSIONID=A0.3-17,x"), withCookies("JSESSIONID=A0.3-17 x"), withCookies("JSESSIONID"),
				withCookies("JSESSIONID=A0"), withCookies("JSESSIONID=A0.3"), withCookies("JSESSIONID=3-17"),
				withCookies("JSESSIONID=A0.0-17"), withCookies("JSESSIONID=A0.3-0"), withCookies("JSESSIONID=A0.-3-17"),
				withCookies("JSESSIONID=A0.12345-17"), withCookies("JSESSIONID=A0.3-1234567890123456"),
				withCookies("JSESSIONID=A0.3-17-5"), withCookies("JSESSIONID=A0.3-1x"), withCookies(""),
				"GET /?a;jsessionid=A0.3-17 HTTP/1.1" + END, "GET /jsessionid=A0.3-17 HTTP/1.1" + END,
				"GET /;JSESSIONID=A0.3-17 HTTP/1.1" + END, "GET / HTTP/1.1\r\nX-Cookie: JSESSIONID=A0.3-17" + END,
				"GET / HTTP/1.1\r\nCookie : JSESSIONID=A0.3-17" + END,
				"GET / HTTP/1.1" + END + "Cookie: JSESSIONID=A0.3-17", "PRI * HTTP/2.0\r\n\r\nSM" + END, "GET /\r\n",
				"nonsense\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001", "\u0080\u0001\u0002", ":", " GET / HTTP/1.1");
	}

	/**
	 * A client may send its request in any pieces.
	 */
	@ParameterizedTest
	@MethodSource
	void everyPieceOfAHeadIsIncomplete(String head) {
		for (int length = 0; length < head.length(); length++) {
			assertThat(find(head.substring(0, length))).as(head.substring(0, length)).isNull();
		}
		assertThat(find(head)).isNotNull();
	}

	static Stream<String> everyPieceOfAHeadIsIncomplete() {
		return Stream.of("GET /a;b?c HTTP/1.1\r\nHost: a\r\nX: y" + END, "GET / HTTP/1.1\nHost: a\n\n",
				"\r\nGET /;jsessionid=A0.3-17 HTTP/1.1\r\nCookie: a=b;\r\n c=d" + END);
	}

	/**
	 * Its value might go on in the next line.
	 */
	@Test
	void cookieIsKnownOnceTheNextLineBegins() {
		String line = "GET / HTTP/1.1\r\nCookie: JSESSIONID=A0.3-17\r\n";
		assertThat(find(line)).isNull();
		assertThat(find(line + "H")).isEqualTo(ROUTE);
	}

	@Test
	void namesAreTheApplications() {
		SessionFinder named = new SessionFinder("__Host-id", "id");
		assertThat(find(named, withCookies("JSESSIONID=A0.4-1; __Host-id=A0.3-17"))).isEqualTo(ROUTE);
		assertThat(find(named, "GET /;id=A0.3-17 HTTP/1.1" + END)).isEqualTo(ROUTE);
	}

	@ParameterizedTest
	@MethodSource
	void routeIsReadFromAnId(String id, SessionRoute route) {
		ByteBuffer bytes = ByteBuffer.wrap(id.getBytes(StandardCharsets.ISO_8859_1));
		assertThat(SessionRoute.ofSessionId(bytes, 0, bytes.limit())).isEqualTo(route);
	}

	static Stream<Arguments> routeIsReadFromAnId() {
		return Stream.of(arguments("A." + ROUTE, ROUTE), arguments(".1-1", new SessionRoute(1, 1)),
				arguments("A.9999-999999999999999", new SessionRoute(9999, 999_999_999_999_999L)),
				arguments("", SessionRoute.NONE), arguments(".", SessionRoute.NONE), arguments("A.", SessionRoute.NONE),
				arguments("A.-", SessionRoute.NONE), arguments("A.1-", SessionRoute.NONE));
	}

	/**
	 * What this finds and what Tomcat finds must be the same session.
	 */
	@Test
	void cookiesAreReadAsTomcatReadsThem() {
		long seed = Long.getLong("test.seed", System.nanoTime());
		Random chance = new Random(seed);
		int found = 0;
		for (int i = 0; i < 50_000; i++) {
			List<String> fields = new ArrayList<>();
			for (int count = chance.nextInt(3); count >= 0; count--) {
				fields.add(randomCookies(chance));
			}
			SessionRoute expected = tomcats(fields);
			String head = "GET / HTTP/1.1\r\nCookie: " + String.join("\r\nCookie: ", fields) + END;
			assertThat(find(head)).as("-Dtest.seed=%d, %s", seed, head).isEqualTo(expected);
			found += expected.exists() ? 1 : 0;
		}
		assertThat(found).isGreaterThan(1000);
	}

	private static String randomCookies(Random chance) {
		String[] pieces = { "JSESSIONID", "JSESSIONID=", "A0.3-17", "B0.4-1", "=", ";", "; ", " ", "\t", "\"", ",", "a",
				"a=b", "\\", ".", "3-17", "\u00e4", "JSESSIONID=A0.3-17", "JSESSIONID=\"B0.4-1\"", "(", "/", "$Path" };
		StringBuilder cookies = new StringBuilder();
		for (int count = chance.nextInt(8); count >= 0; count--) {
			cookies.append(pieces[chance.nextInt(pieces.length)]);
		}
		return cookies.toString();
	}

	private static SessionRoute tomcats(List<String> fields) {
		MimeHeaders headers = new MimeHeaders();
		for (String field : fields) {
			byte[] value = field.strip().getBytes(StandardCharsets.ISO_8859_1);
			headers.addValue("Cookie").setBytes(value, 0, value.length);
		}
		ServerCookies cookies = new ServerCookies(16);
		new Rfc6265CookieProcessor().parseCookieHeader(headers, cookies);
		for (int i = 0; i < cookies.getCookieCount(); i++) {
			if (cookies.getCookie(i).getName().equals("JSESSIONID")) {
				String value = cookies.getCookie(i).getValue().toString();
				boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
				String id = quoted ? value.substring(1, value.length() - 1) : value;
				ByteBuffer bytes = ByteBuffer.wrap(id.getBytes(StandardCharsets.ISO_8859_1));
				SessionRoute route = SessionRoute.ofSessionId(bytes, 0, bytes.limit());
				if (route.exists()) {
					return route;
				}
			}
		}
		return SessionRoute.NONE;
	}

	private static String withCookies(String cookies) {
		return "GET / HTTP/1.1\r\nHost: a\r\nCookie: " + cookies + "\r\nAccept: */*" + END;
	}

	private SessionRoute find(String head) {
		return find(this.finder, head);
	}

	private static SessionRoute find(SessionFinder finder, String head) {
		byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
		return finder.find(ByteBuffer.wrap(bytes), bytes.length);
	}

}
