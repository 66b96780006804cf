// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.fork.ForkFailedException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Payload} and {@link TaskFailure}.
 */
class PayloadTests {

	private static final ClassLoader LOADER = PayloadTests.class.getClassLoader();

	private static final int LARGE = 1 << 20;

	@Test
	void objectsTravel() throws Exception {
		for (Object object : List.of("text", 42, new ArrayList<>(List.of(1, 2)), new int[] { 1, 2 }, int.class,
				Reason.CRASHED)) {
			assertThat(Payload.read(Payload.write(object, LARGE), LOADER)).isEqualTo(object);
		}
		assertThat(Payload.read(Payload.write(null, LARGE), LOADER)).isNull();
	}

	@Test
	void lambdaTravelsWithWhatItCaptures() throws Exception {
		int captured = 41;
		ForkTask<Integer> task = (fork) -> captured + 1;
		ForkTask<?> copy = (ForkTask<?>) Payload.read(Payload.write(task, LARGE), LOADER);
		assertThat(copy.run((message) -> {
		})).isEqualTo(42);
	}

	@Test
	void objectThatIsNotSerializableIsNamedHoweverDeepItIs() {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> Payload.write(new ArrayList<>(List.of(List.of(new Thread()))), LARGE))
			.withMessage("java.lang.Thread is not serializable")
			.returns(Reason.NOT_SERIALIZABLE, PayloadException::reason);
	}

	@Test
	void objectThatIsTooLargeIsRefused() throws Exception {
		byte[] bytes = new byte[10_000];
		assertThat(Payload.write(bytes, 11_000)).hasSizeLessThan(11_000);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> Payload.write(bytes, 10_000))
			.withMessageContaining("cluster.forks.max-message-size, which is 10000 bytes")
			.returns(Reason.TOO_LARGE, PayloadException::reason);
	}

	@Test
	void objectThatIsTooDeepIsRefused() {
		List<Object> list = new ArrayList<>();
		for (int i = 0; i < 100_000; i++) {
			list = new ArrayList<>(List.of(list));
		}
		Object deep = list;
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> Payload.write(deep, 1 << 30))
			.withMessageContaining("StackOverflowError");
	}

	@Test
	void objectWhoseClassIsNotThereIsNamed() throws Exception {
		String written = new String(Payload.write(new Known(), LARGE), StandardCharsets.ISO_8859_1);
		byte[] bytes = written.replace("$Known", "$Other").getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> Payload.read(bytes, LOADER))
			.withMessage("class %s does not exist here".formatted(Known.class.getName().replace("$Known", "$Other")));
	}

	@Test
	void exceptionThatCannotBeReadIsStoodInFor() {
		Exception original = new UnreadableException("boom", new IOException("the cause"));
		original.addSuppressed(new IllegalStateException("suppressed"));
		Throwable cause = TaskFailure.thrown(original, LARGE).cause(LOADER);
		assertThat(cause).hasToString(original.toString()).hasStackTraceContaining("the cause");
		assertThat(cause.getStackTrace()).isEqualTo(original.getStackTrace());
		assertThat(cause.getCause()).hasToString("java.io.IOException: the cause");
		assertThat(cause.getSuppressed()).singleElement().hasToString("java.lang.IllegalStateException: suppressed");
	}

	@Test
	void exceptionThatCanBeReadIsItself() {
		Throwable cause = TaskFailure.thrown(new IOException("boom"), LARGE).cause(LOADER);
		assertThat(cause).isExactlyInstanceOf(IOException.class).hasMessage("boom");
	}

	@Test
	void exceptionsInARingEnd() {
		Exception first = new Exception("first");
		Exception second = new Exception("second", first);
		first.initCause(second);
		assertThat(StandInException.of(first)).hasStackTraceContaining("Caused by: java.lang.Exception: second");
	}

	@Test
	void exceptionWithoutATextIsNamed() {
		RuntimeException nameless = new RuntimeException() {

			@Override
			public String toString() {
				throw new IllegalStateException();
			}

		};
		assertThat(StandInException.of(nameless)).hasToString(nameless.getClass().getName());
	}

	private static final class Known implements Serializable {

	}

	private static final class UnreadableException extends Exception {

		UnreadableException(String message, Throwable cause) {
			super(message, cause);
		}

		private void readObject(ObjectInputStream stream) throws IOException {
			throw new IOException("not here");
		}

	}

}
