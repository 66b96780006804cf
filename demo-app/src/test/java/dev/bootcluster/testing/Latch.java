// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps requests in flight until it is released, however slow the machine is. The cluster
 * needs the profile {@code chaos}.
 */
public final class Latch implements AutoCloseable {

	private final Path file;

	private Latch(Path file) {
		this.file = file;
	}

	/**
	 * Close a latch for the processes that have a directory for their temporary files.
	 * @param temporary their {@code java.io.tmpdir}
	 * @return the latch
	 */
	public static Latch in(Path temporary) {
		try {
			return new Latch(Files.createTempFile(temporary, "latch-", ""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What to ask for.
	 * @return the path of requests that are answered once this is released
	 */
	public String path() {
		return "/hold?file=" + URLEncoder.encode(this.file.getFileName().toString(), StandardCharsets.UTF_8);
	}

	/**
	 * Let all go that wait, and all that come later.
	 */
	public void release() {
		try {
			Files.deleteIfExists(this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		release();
	}

}
