// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A version of the demo application as an executable jar, and all the ways, good and bad,
 * in which people bring a version to the place where it is started.
 */
public final class DemoJar {

	private static final int CHUNK = 64 * 1024;

	private final Path path;

	private DemoJar(Path path) {
		this.path = path;
	}

	/**
	 * A jar that is there already.
	 * @param path the file
	 * @return the jar
	 */
	public static DemoJar of(Path path) {
		return new DemoJar(path.toAbsolutePath());
	}

	/**
	 * The demo application as it was packaged: the file of the system property
	 * {@code demo.jar}, which is {@code target/demo-app.jar} by default.
	 * @return the jar
	 */
	public static DemoJar packaged() {
		return of(Path.of(System.getProperty("demo.jar", "target/demo-app.jar")));
	}

	/**
	 * Another version of a jar, with configuration of its own.
	 * @param jar the jar, which stays as it is
	 * @param target where to write its variant
	 * @return a builder to say what is different
	 */
	public static DemoJarBuilder copyOf(Path jar, Path target) {
		return new DemoJarBuilder(jar, target);
	}

	public Path path() {
		return this.path;
	}

	/**
	 * Write this jar through the file that is there, as {@code cp} does: who has it open
	 * sees it change.
	 * @param target the file, which keeps its inode
	 */
	public void overwriteInPlace(Path target) {
		write(bytes(), target);
	}

	/**
	 * Write this jar beside the target and rename it, as {@code install} and package
	 * managers do: who has the old file open keeps it.
	 * @param target the file, which becomes another one
	 */
	public void replace(Path target) {
		move(target, (aside) -> Files.copy(this.path, aside));
	}

	/**
	 * Let a symbolic link show to this jar, in one step.
	 * @param link the link, which need not be there yet
	 */
	public void switchLink(Path link) {
		move(link, (aside) -> Files.createSymbolicLink(aside, this.path));
	}

	/**
	 * Write the first 60 % of this jar through the file that is there: a copy that is
	 * under way, or one that broke off.
	 * @param target the file, which keeps its inode
	 */
	public void halfCopied(Path target) {
		byte[] bytes = bytes();
		write(Arrays.copyOf(bytes, (int) (bytes.length * 6L / 10)), target);
	}

	/**
	 * Write this jar through the file that is there, but with one bit wrong in the middle
	 * of its first library. Size and directory are right, only the checksum is not.
	 * @param target the file, which keeps its inode
	 * @return the name of the damaged library
	 */
	public String flippedByte(Path target) {
		byte[] bytes = bytes();
		StoredLibrary library = StoredLibrary.firstOf(bytes);
		bytes[library.middle()] ^= 1;
		write(bytes, target);
		return library.name();
	}

	private byte[] bytes() {
		try {
			return Files.readAllBytes(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(byte[] bytes, Path target) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			while (buffer.position() < bytes.length) {
				buffer.limit(Math.min(bytes.length, buffer.position() + CHUNK));
				file.write(buffer);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void move(Path target, Creation creation) {
		Path aside = target.resolveSibling(target.getFileName() + ".new");
		try {
			Files.deleteIfExists(aside);
			creation.create(aside);
			Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Creates a file.
	 */
	private interface Creation {

		void create(Path file) throws IOException;

	}

}
