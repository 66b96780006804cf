// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP/1.1 request.
 *
 * @param method the method
 * @param target path and query
 * @param headers headers besides {@code Host} and those that frame the body
 * @param body the body, empty for none
 * @param chunkSize size of the chunks in which the body is sent, or 0 to announce its
 * {@code Content-Length}
 */
public record Request(String method, String target, Map<String, String> headers, byte[] body, int chunkSize) {

	private static final byte[] NOTHING = {};

	public static Request get(String target) {
		return new Request("GET", target, Map.of(), NOTHING, 0);
	}

	public static Request post(String target) {
		return new Request("POST", target, Map.of(), NOTHING, 0);
	}

	public static Request post(String target, String contentType, byte[] body) {
		return new Request("POST", target, Map.of("Content-Type", contentType), body, 0);
	}

	/**
	 * The same request with its body in chunks.
	 * @param size bytes in each chunk but the last
	 * @return the request
	 */
	public Request inChunksOf(int size) {
		return new Request(this.method, this.target, this.headers, this.body, size);
	}

	/**
	 * The same request without a right to anything: {@link ClusterProcess} adds the
	 * cluster's token to those without an authorization.
	 * @return the request
	 */
	public Request ofAStranger() {
		return with("Authorization", "Bearer none");
	}

	public Request with(String header, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(header, value);
		return new Request(this.method, this.target, headers, this.body, this.chunkSize);
	}

	/**
	 * The request as it goes over the wire.
	 * @param host value of the {@code Host} header
	 * @return all bytes of the request
	 */
	ByteBuffer encode(String host) {
		StringBuilder head = new StringBuilder();
		head.append("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(this.method, this.target, host));
		this.headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		if (this.chunkSize > 0) {
			head.append("Transfer-Encoding: chunked\r\n");
		}
		else if (this.body.length > 0 || !"GET".equals(this.method)) {
			head.append("Content-Length: ").append(this.body.length).append("\r\n");
		}
		ByteArrayOutputStream wire = new ByteArrayOutputStream(head.length() + this.body.length + 64);
		wire.writeBytes(ascii(head.append("\r\n").toString()));
		if (this.chunkSize > 0) {
			writeChunks(wire);
		}
		else {
			wire.writeBytes(this.body);
		}
		return ByteBuffer.wrap(wire.toByteArray());
	}

	private void writeChunks(ByteArrayOutputStream wire) {
		for (int start = 0; start < this.body.length; start += this.chunkSize) {
			int length = Math.min(this.chunkSize, this.body.length - start);
			wire.writeBytes(ascii(Integer.toHexString(length) + "\r\n"));
			wire.write(this.body, start, length);
			wire.writeBytes(ascii("\r\n"));
		}
		wire.writeBytes(ascii("0\r\n\r\n"));
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	@Override
	public String toString() {
		String framing = (this.chunkSize > 0) ? " in chunks of " + this.chunkSize : "";
		return "%s %s (%d bytes%s)".formatted(this.method, this.target, this.body.length, framing);
	}

}
