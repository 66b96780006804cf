// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.IOException;
import java.io.OutputStream;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves a file of any size in which the byte at offset {@code i} is {@code i % 251}, so
 * that a client notices a missing, doubled or swapped block.
 */
@RestController
class StaticBytesController {

	static final int PERIOD = 251;

	private static final Bound SIZE = new Bound("size", 0, 100 * 1024 * 1024);

	private static final byte[] BLOCK = block();

	@GetMapping("/static.bin")
	void bytes(@RequestParam(defaultValue = "1048576") long size, HttpServletResponse response) throws IOException {
		SIZE.check(size);
		response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
		response.setContentLengthLong(size);
		OutputStream out = response.getOutputStream();
		for (long left = size; left > 0; left -= BLOCK.length) {
			out.write(BLOCK, 0, (int) Math.min(left, BLOCK.length));
		}
	}

	private static byte[] block() {
		byte[] block = new byte[PERIOD * 64];
		for (int i = 0; i < block.length; i++) {
			block[i] = (byte) (i % PERIOD);
		}
		return block;
	}

}
