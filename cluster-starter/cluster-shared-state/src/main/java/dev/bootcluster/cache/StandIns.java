// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/**
 * Bytes that stand for values that their serializer cannot write. The cache passes them
 * on instead of failing, always on the thread that wrote them: to its writer, which
 * stores none of them, or back to its reader, which gets the value itself.
 */
final class StandIns {

	/**
	 * Not known outside of this JVM, so that no stored value looks like it.
	 */
	private static final byte[] MARK = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);

	private static final int LENGTH = MARK.length + Long.BYTES;

	private final AtomicLong count = new AtomicLong();

	private final ThreadLocal<@Nullable Written> last = new ThreadLocal<>();

	/**
	 * Serialize a value.
	 * @param serializer its serializer
	 * @param value the value
	 * @return the value's bytes, or a stand-in if it cannot be serialized
	 */
	ByteBuffer write(SerializationPair<Object> serializer, Object value) {
		Written written;
		try {
			written = new Written(serializer.write(value), value, null);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			written = new Written(ByteBuffer.wrap(next()), value, ex);
		}
		this.last.set(written);
		return written.bytes().duplicate();
	}

	/**
	 * Let this thread's next read of the result yield a value.
	 * @param value the value
	 * @return its stand-in
	 */
	byte[] of(Object value) {
		byte[] bytes = next();
		this.last.set(new Written(ByteBuffer.wrap(bytes), value, null));
		return bytes;
	}

	private byte[] next() {
		return ByteBuffer.allocate(LENGTH).put(MARK).putLong(this.count.incrementAndGet()).array();
	}

	/**
	 * Whether these bytes stand for a value.
	 */
	static boolean isStandIn(byte[] bytes) {
		return bytes.length == LENGTH && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
	}

	/**
	 * What this thread has just written as some bytes.
	 * @param bytes the bytes
	 * @return what was written, or {@code null} if these bytes are not the last ones
	 */
	@Nullable Written take(byte[] bytes) {
		Written written = this.last.get();
		this.last.remove();
		return (written != null && written.bytes().equals(ByteBuffer.wrap(bytes))) ? written : null;
	}

	/**
	 * What this thread has just written is stored.
	 */
	void forget() {
		this.last.remove();
	}

	/**
	 * A value that this thread has written.
	 *
	 * @param bytes its bytes, or a stand-in
	 * @param value the value
	 * @param failure what the serializer threw, or {@code null}
	 */
	record Written(ByteBuffer bytes, Object value, @Nullable Throwable failure) {

	}

}
