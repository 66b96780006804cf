// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * What a process does with the descriptors it receives. All methods are called on the
 * event loop and must not block.
 */
public interface DescriptorReceiver {

	/**
	 * Reserve room for one more connection.
	 * @return {@code true} if there was room, which is now taken; {@code false} to refuse
	 */
	boolean reserve();

	/**
	 * Reserve room for one more connection.
	 * @param note what travels with it, {@code null} if it is new
	 * @return {@code true} if there was room, which is now taken; {@code false} to refuse
	 */
	default boolean reserve(@Nullable ConnectionNote note) {
		return reserve();
	}

	/**
	 * Take a descriptor for which {@link #reserve} returned {@code true}. It is
	 * acknowledged already: from now on the worker alone answers to the client.
	 * @param descriptor the descriptor, owned by the receiver once this returns
	 * @throws IOException if it is unusable; the caller then closes it
	 */
	void take(int descriptor) throws IOException;

	/**
	 * Take a descriptor for which {@link #reserve(ConnectionNote)} returned {@code true}.
	 * @param descriptor the descriptor, owned by the receiver once this returns
	 * @param note what travels with it, {@code null} if it is new
	 * @throws IOException if it is unusable; the caller then closes it
	 */
	default void take(int descriptor, @Nullable ConnectionNote note) throws IOException {
		take(descriptor);
	}

	/**
	 * The channel closed: no more descriptors arrive.
	 */
	void end();

}
