// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

import dev.bootcluster.fork.ForkFailedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Serializes and deserializes objects, bounded in size.
 */
final class Payload {

	private Payload() {
	}

	/**
	 * Serialize an object.
	 * @param object the object
	 * @param maxSize the maximum number of bytes
	 * @return the bytes
	 * @throws PayloadException if the object cannot be serialized or is too large
	 */
	static byte[] write(@Nullable Object object, int maxSize) throws PayloadException {
		BoundedBytes bytes = new BoundedBytes(maxSize);
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(object);
		}
		catch (TooLargeException ex) {
			throw new PayloadException(Reason.TOO_LARGE,
					"it is larger than cluster.forks.max-message-size, which is %d bytes".formatted(maxSize), ex);
		}
		catch (NotSerializableException ex) {
			throw new PayloadException(Reason.NOT_SERIALIZABLE,
					"%s is not serializable".formatted(withoutDetails(ex.getMessage())), ex);
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw new PayloadException(Reason.NOT_SERIALIZABLE,
					"%s cannot be serialized: %s".formatted(nameOf(object), ex), ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * With {@code sun.io.serialization.extendedDebugInfo} further lines show the path to
	 * the object.
	 */
	private static String withoutDetails(@Nullable String message) {
		return String.valueOf(message).lines().findFirst().orElse("");
	}

	/**
	 * Deserialize an object.
	 * @param bytes the bytes
	 * @param loader the class loader for its classes
	 * @return the object
	 * @throws PayloadException if the object cannot be deserialized
	 */
	static @Nullable Object read(byte[] bytes, ClassLoader loader) throws PayloadException {
		try (ObjectInputStream stream = new LoaderStream(new ByteArrayInputStream(bytes), loader)) {
			return stream.readObject();
		}
		catch (ClassNotFoundException | NoClassDefFoundError ex) {
			throw new PayloadException(Reason.NOT_SERIALIZABLE,
					"class %s does not exist here".formatted(ex.getMessage()), ex);
		}
		catch (InvalidClassException ex) {
			throw new PayloadException(Reason.NOT_SERIALIZABLE, "its class differs here: %s".formatted(ex.getMessage()),
					ex);
		}
		catch (IOException | RuntimeException | LinkageError | StackOverflowError ex) {
			throw new PayloadException(Reason.NOT_SERIALIZABLE, "it cannot be deserialized: %s".formatted(ex), ex);
		}
	}

	/**
	 * Return a readable name for an object's class; a lambda is named after its enclosing
	 * class.
	 */
	static String nameOf(@Nullable Object object) {
		String name = (object != null) ? object.getClass().getName() : "null";
		int lambda = name.indexOf("$$Lambda");
		return (lambda != -1) ? "lambda in " + name.substring(0, lambda) : name;
	}

	/**
	 * An in-memory buffer with a size limit.
	 */
	private static final class BoundedBytes extends ByteArrayOutputStream {

		private final int most;

		BoundedBytes(int most) {
			this.most = most;
		}

		@Override
		public void write(int b) {
			check(1);
			super.write(b);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			check(length);
			super.write(bytes, offset, length);
		}

		private void check(int more) {
			if (more > this.most - this.count) {
				throw new TooLargeException();
			}
		}

	}

	/**
	 * The size limit was exceeded.
	 */
	private static final class TooLargeException extends RuntimeException {

	}

	/**
	 * Resolves classes with the application's class loader, which may differ from that of
	 * this class.
	 */
	private static final class LoaderStream extends ObjectInputStream {

		private final ClassLoader loader;

		LoaderStream(InputStream bytes, ClassLoader loader) throws IOException {
			super(bytes);
			this.loader = loader;
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
			try {
				return Class.forName(description.getName(), false, this.loader);
			}
			catch (ClassNotFoundException ex) {
				// A primitive type, which no loader knows, or one of our own classes.
				return super.resolveClass(description);
			}
		}

	}

}
