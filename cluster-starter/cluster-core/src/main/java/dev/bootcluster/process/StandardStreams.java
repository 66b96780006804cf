// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The streams on which this process prints. Children's output waits until they take it,
 * which holds up a child that prints too much. What the process itself logs must not wait
 * for long, or a paused terminal would stop whoever logs, above all who supervises the
 * workers.
 */
public final class StandardStreams {

	private static final Duration PATIENCE = Duration.ofMillis(200);

	private static final int CAPACITY = 256 * 1024;

	/**
	 * How long this process waits at its end. By then, whoever reads may read again.
	 */
	private static final Duration LAST_PATIENCE = Duration.ofSeconds(3);

	private static final List<StallProofStream> stallProof = new ArrayList<>();

	private static @Nullable PrintStream out;

	private static @Nullable PrintStream err;

	private StandardStreams() {
	}

	/**
	 * Make {@link System#out} and {@link System#err} hold up nobody for long from now on.
	 * Does nothing a second time.
	 */
	public static synchronized void makeStallProof() {
		if (out == null) {
			out = System.out;
			err = System.err;
			System.setOut(stallProof(out, "stdout.encoding", "cluster-stdout"));
			System.setErr(stallProof(err, "stderr.encoding", "cluster-stderr"));
		}
	}

	/**
	 * Both names of the property: before and since JDK 19.
	 */
	private static PrintStream stallProof(PrintStream stream, String encoding, String thread) {
		String charset = System.getProperty(encoding, System.getProperty("sun." + encoding));
		StallProofStream proof = new StallProofStream(stream, PATIENCE, CAPACITY).start(thread);
		stallProof.add(proof);
		return new PrintStream(proof, true, (charset != null) ? Charset.forName(charset) : Charset.defaultCharset());
	}

	/**
	 * Wait some seconds at most until all is written. To be called when this process is
	 * about to end.
	 */
	public static synchronized void finish() {
		stallProof.forEach((stream) -> stream.finish(LAST_PATIENCE));
	}

	/**
	 * Return standard output as it is, which makes its users wait.
	 * @return the stream
	 */
	public static synchronized PrintStream out() {
		return (out != null) ? out : System.out;
	}

	/**
	 * Return standard error as it is, which makes its users wait.
	 * @return the stream
	 */
	public static synchronized PrintStream err() {
		return (err != null) ? err : System.err;
	}

}
