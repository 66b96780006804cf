// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import org.springframework.mock.web.MockHttpServletRequest;

/**
 * Who sends a request. Those with a proof are {@code THE_…}.
 */
enum Who {

	NOBODY_FROM_ANOTHER_MACHINE((request, token) -> fromElsewhere(request)),

	NOBODY_BEHIND_A_PROXY((request, token) -> forwarded(request)),

	NOBODY_BEHIND_A_SILENT_PROXY((request, token) -> request.setRemotePort(Who.NGINX)),

	NOBODY_BEHIND_A_RELAY_OF_THE_SAME_USER((request, token) -> request.setRemotePort(Who.SOCAT)),

	ANOTHER_USER_OF_THIS_MACHINE((request, token) -> request.setRemotePort(Who.OTHER_USER)),

	PAGE_OF_ANOTHER_SITE((request, token) -> {
		request.setRemotePort(Who.CURL);
		request.addHeader("Origin", "https://evil.example");
	}),

	PAGE_WHOSE_NAME_POINTS_HERE((request, token) -> {
		request.setRemotePort(Who.CURL);
		request.setServerName("evil.example");
	}),

	PAGE_OF_ANOTHER_SITE_IN_THE_OPERATORS_BROWSER((request, token) -> {
		inABrowser(request);
		request.addHeader("Origin", "http://evil.example");
	}),

	FORM_OF_ANOTHER_SITE_IN_THE_OPERATORS_BROWSER((request, token) -> {
		inABrowser(request);
		request.addHeader("Origin", "null");
	}),

	PAGE_OF_ANOTHER_SITE_IN_THE_OPERATORS_BROWSER_WITH_TLS((request, token) -> {
		inABrowser(request);
		request.addHeader("Sec-Fetch-Site", "cross-site");
	}),

	PAGE_OF_A_SISTER_SITE_IN_THE_OPERATORS_BROWSER((request, token) -> {
		inABrowser(request);
		request.addHeader("Sec-Fetch-Site", "same-site");
		request.addHeader("Origin", "https://shop.example:8080");
	}),

	USER((request, token) -> {
		fromElsewhere(request);
		authenticate(request, "user:secret");
	}),

	USER_BEHIND_A_PROXY((request, token) -> {
		forwarded(request);
		authenticate(request, "user:secret");
	}),

	USER_BEHIND_A_SILENT_PROXY((request, token) -> {
		request.setRemotePort(Who.NGINX);
		authenticate(request, "user:secret");
	}),

	OPERATOR_WITH_A_WRONG_PASSWORD((request, token) -> {
		fromElsewhere(request);
		authenticate(request, "operator:wrong");
	}),

	BEARER_OF_A_WRONG_TOKEN((request, token) -> {
		request.setRemotePort(Who.NGINX);
		request.addHeader("Authorization", "Bearer " + "A".repeat(43));
	}),

	BEARER_OF_AN_EMPTY_TOKEN((request, token) -> {
		request.setRemotePort(Who.NGINX);
		request.addHeader("Authorization", "Bearer ");
	}),

	THE_OPERATOR((request, token) -> {
		fromElsewhere(request);
		authenticate(request, "operator:secret");
	}),

	THE_OPERATOR_BEHIND_A_PROXY((request, token) -> {
		forwarded(request);
		authenticate(request, "operator:secret");
	}),

	THE_OPERATOR_IN_A_BROWSER((request, token) -> {
		inABrowser(request);
		request.addHeader("Origin", "http://Shop.example:8080");
	}),

	THE_OPERATOR_IN_A_BROWSER_BEHIND_A_PROXY((request, token) -> {
		inABrowser(request);
		request.addHeader("X-Forwarded-Host", "www.shop.example");
		request.addHeader("Origin", "https://www.shop.example");
	}),

	THE_OPERATOR_IN_A_BROWSER_BEHIND_A_SILENT_PROXY_WITH_TLS((request, token) -> {
		inABrowser(request);
		request.addHeader("Sec-Fetch-Site", "same-origin");
		request.addHeader("Origin", "https://www.shop.example");
	}),

	THE_OPERATOR_WHO_TYPES_THE_ADDRESS((request, token) -> {
		inABrowser(request);
		request.addHeader("Sec-Fetch-Site", "none");
	}),

	THE_BEARER_OF_THE_TOKEN((request, token) -> {
		fromElsewhere(request);
		request.addHeader("Authorization", "Bearer " + read(token));
	}),

	THE_BEARER_OF_THE_TOKEN_BEHIND_A_PROXY((request, token) -> {
		forwarded(request);
		request.addHeader("Authorization", "Bearer " + read(token));
	}),

	THE_USER_OF_THIS_MACHINE((request, token) -> request.setRemotePort(Who.CURL));

	/**
	 * Ports by which a fake kernel knows the process at the other end.
	 */
	static final int CURL = 50001;

	static final int NGINX = 50002;

	static final int SOCAT = 50003;

	static final int OTHER_USER = 50004;

	private final Sender sender;

	Who(Sender sender) {
		this.sender = sender;
	}

	/**
	 * Send a request on a local connection.
	 * @param request the request
	 * @param token the file with the token
	 */
	void send(MockHttpServletRequest request, Path token) {
		this.sender.send(request, token);
	}

	private static void fromElsewhere(MockHttpServletRequest request) {
		request.setRemoteAddr("203.0.113.9");
		request.setLocalAddr("192.168.1.5");
	}

	private static void forwarded(MockHttpServletRequest request) {
		request.setRemotePort(CURL);
		request.addHeader("X-Forwarded-For", "203.0.113.9");
	}

	private static void inABrowser(MockHttpServletRequest request) {
		fromElsewhere(request);
		authenticate(request, "operator:secret");
		request.addHeader("Host", "shop.example:8080");
	}

	private static void authenticate(MockHttpServletRequest request, String credentials) {
		request.addHeader("Authorization",
				"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
	}

	private static String read(Path token) {
		try {
			return Files.readString(token).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What somebody does to a request.
	 */
	private interface Sender {

		void send(MockHttpServletRequest request, Path token);

	}

}
