// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FirstStart}.
 */
class FirstStartTests {

	@ParameterizedTest
	@CsvSource({ "runs, false", "runsAndGoesOn, false", "catchesAll, true", "catchesReflection, true",
			"catchesAnother, false", "cleansUp, true", "closes, true", "locks, true" })
	void methodWithAHandlerWouldNotice(String method, boolean notices) throws IOException {
		try (InputStream code = Mains.class.getResourceAsStream("FirstStartTests$Mains.class")) {
			assertThat(FirstStart.notices(code, method, "()V")).isEqualTo(notices);
		}
	}

	@Test
	void otherMethodOfTheSameNameIsNotMeant() throws IOException {
		try (InputStream code = Mains.class.getResourceAsStream("FirstStartTests$Mains.class")) {
			assertThat(FirstStart.notices(code, "catchesAll", "(I)V")).isFalse();
		}
	}

	/**
	 * A test's callers catch what it throws.
	 */
	@Test
	void threadWhoseCallersWouldNoticeDoesNotEnd() {
		Thread thread = Thread.currentThread();
		ClassLoader loader = thread.getContextClassLoader();
		FirstStart.end();
		assertThat(thread.getContextClassLoader()).isSameAs(loader);
	}

	@SuppressWarnings("unused")
	private static final class Mains {

		void runs() {
			SpringApplication.run(Object.class);
		}

		void runsAndGoesOn() {
			System.out.println(SpringApplication.run(Object.class));
		}

		void catchesAll() {
			try {
				SpringApplication.run(Object.class);
			}
			catch (Throwable ex) {
				System.exit(3);
			}
		}

		void catchesAll(int times) {
			SpringApplication.run(Object.class);
		}

		void catchesReflection() {
			try {
				SpringApplication.class.getMethod("run").invoke(null);
			}
			catch (ReflectiveOperationException ex) {
				System.exit(3);
			}
		}

		void catchesAnother() {
			try {
				SpringApplication.run(Object.class);
			}
			catch (IllegalStateException ex) {
				System.exit(3);
			}
		}

		void cleansUp() {
			try {
				SpringApplication.run(Object.class);
			}
			finally {
				System.out.println("done");
			}
		}

		void closes() throws IOException {
			try (InputStream in = Files.newInputStream(Path.of("file"))) {
				SpringApplication.run(Object.class);
			}
		}

		synchronized void locks() {
			synchronized (Mains.class) {
				SpringApplication.run(Object.class);
			}
		}

	}

}
