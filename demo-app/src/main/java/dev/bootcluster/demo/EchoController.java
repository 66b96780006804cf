// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends a request's body back byte for byte, whatever its size and framing.
 */
@RestController
class EchoController {

	static final String DIGEST_HEADER = "X-Content-SHA256";

	private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

	@PostMapping("/echo")
	void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
		try (EchoedBody body = EchoedBody.read(request.getInputStream(), TEMPORARY)) {
			response.setContentType(
					Objects.requireNonNullElse(request.getContentType(), MediaType.APPLICATION_OCTET_STREAM_VALUE));
			response.setContentLengthLong(body.length());
			response.setHeader(DIGEST_HEADER, body.sha256());
			body.writeTo(response.getOutputStream());
		}
	}

}
