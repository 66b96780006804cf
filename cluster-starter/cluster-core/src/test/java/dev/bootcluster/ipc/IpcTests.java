// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ipc}.
 */
class IpcTests {

	static Stream<Arguments> causes() {
		UnsatisfiedLinkError mapped = new UnsatisfiedLinkError("/tmp/libnetty.so: Operation not permitted\nat");
		ClassNotFoundException other = new ClassNotFoundException("no netty_x86_64 in java.library.path");
		UnsatisfiedLinkError both = new UnsatisfiedLinkError("could not load a native library");
		both.addSuppressed(other);
		return Stream.of(Arguments.of(mapped, "/tmp/libnetty.so: Operation not permitted"),
				Arguments.of(new ExceptionInInitializerError(mapped), "/tmp/libnetty.so: Operation not permitted"),
				Arguments.of(both, "could not load a native library; no netty_x86_64 in java.library.path"),
				Arguments.of(new RuntimeException("failed to load", both),
						"could not load a native library; no netty_x86_64 in java.library.path"),
				Arguments.of(new NoClassDefFoundError(), "java.lang.NoClassDefFoundError"));
	}

	@ParameterizedTest
	@MethodSource("causes")
	void reasonIsTheInnermost(Throwable unavailable, String reason) {
		assertThat(Ipc.reason(unavailable)).isEqualTo(reason);
	}

}
