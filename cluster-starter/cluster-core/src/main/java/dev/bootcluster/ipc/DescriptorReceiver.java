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
 * What a worker does with the descriptors it receives. All methods are called by the
 * event loop and must not block.
 */
public interface DescriptorReceiver {

	/**
	 * Whether one more connection can be taken; if so it counts as taken.
	 * @return {@code false} to refuse it
	 */
	boolean reserve();

	/**
	 * Take a descriptor for which {@link #reserve} said yes. It is acknowledged already:
	 * whatever happens to it now is the worker's to tell the client.
	 * @param descriptor the descriptor, owned by the receiver if this returns
	 * @throws IOException if it is of no use; it is closed then
	 */
	void take(int descriptor) throws IOException;

	/**
	 * The channel ended: nothing comes any more.
	 */
	void end();

}
