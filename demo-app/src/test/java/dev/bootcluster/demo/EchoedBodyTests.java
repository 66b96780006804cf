// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link EchoedBody}.
 */
class EchoedBodyTests {

	private static final byte[] SMALL = new byte[EchoedBody.IN_MEMORY - 1];

	private static final byte[] LARGE = new byte[EchoedBody.IN_MEMORY + 1];

	@TempDir
	private Path directory;

	@Test
	void readWhenBodyIsSmallUsesNoFile() throws Exception {
		try (EchoedBody body = EchoedBody.read(new ByteArrayInputStream(SMALL), this.directory)) {
			assertThat(this.directory).isEmptyDirectory();
			assertThat(body.length()).isEqualTo(SMALL.length);
		}
	}

	@Test
	void closeDeletesTheFile() throws Exception {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (EchoedBody body = EchoedBody.read(new ByteArrayInputStream(LARGE), this.directory)) {
			assertThat(this.directory).isNotEmptyDirectory();
			body.writeTo(out);
		}
		assertThat(out.toByteArray()).isEqualTo(LARGE);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void readWhenClientBreaksOffLeavesNoFile() {
		InputStream in = new SequenceInputStream(new ByteArrayInputStream(LARGE), new BrokenStream());
		assertThatIOException().isThrownBy(() -> EchoedBody.read(in, this.directory));
		assertThat(this.directory).isEmptyDirectory();
	}

	/**
	 * A connection that the client reset.
	 */
	private static final class BrokenStream extends InputStream {

		@Override
		public int read() throws IOException {
			throw new IOException("Connection reset");
		}

	}

}
