/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.ipc;

import java.io.IOException;

/**
 * What a worker does with the descriptors it receives. All methods are called on the
 * event loop and must not block.
 */
public interface DescriptorReceiver {

	/**
	 * Reserve room for one more connection.
	 * @return {@code true} if there was room, which is now taken; {@code false} to refuse
	 */
	boolean reserve();

	/**
	 * Take a descriptor for which {@link #reserve} returned {@code true}. It is
	 * acknowledged already: from now on the worker alone answers to the client.
	 * @param descriptor the descriptor, owned by the receiver once this returns
	 * @throws IOException if it is unusable; the caller then closes it
	 */
	void take(int descriptor) throws IOException;

	/**
	 * The channel closed: no more descriptors arrive.
	 */
	void end();

}
