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

/**
 * What the primary and the JVMs it starts must agree on, even when a reload has brought
 * another version of Boot Cluster: the messages on the control and handoff channels, the
 * options of a launch, and the files of a generation.
 */
public final class Protocol {

	/**
	 * Raised with every change that other versions would not understand.
	 */
	public static final int VERSION = 4;

	private Protocol() {
	}

}
