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
		UnsatisfiedLinkError mapped = new UnsatisfiedLinkError("/tmp/a.so: /tmp/a.so: failed to map segment\nat");
		UnsatisfiedLinkError missing = new UnsatisfiedLinkError("no netty_riscv64 in java.library.path: /lib");
		missing.addSuppressed(new ClassNotFoundException("another name"));
		return Stream.of(Arguments.of(mapped, "/tmp/a.so: failed to map segment"),
				Arguments.of(new ExceptionInInitializerError(mapped), "/tmp/a.so: failed to map segment"),
				Arguments.of(new RuntimeException("failed to load", missing),
						"no netty_riscv64 in java.library.path: /lib"),
				Arguments.of(new NoClassDefFoundError(), "java.lang.NoClassDefFoundError"));
	}

	@ParameterizedTest
	@MethodSource("causes")
	void reasonIsTheInnermost(Throwable unavailable, String reason) {
		assertThat(Ipc.reason(unavailable)).isEqualTo(reason);
	}

}
