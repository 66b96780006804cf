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

package dev.bootcluster.primary.launch;

/**
 * Identifies the worker that a process is.
 *
 * @param launch a number unique among all processes of this cluster
 * @param slot its slot, from 1; 0 if it serves no connections
 * @param generation the generation it belongs to
 * @param trainee whether it is started only to train the class archive
 */
public record WorkerIdentity(long launch, int slot, int generation, boolean trainee) {

	public WorkerIdentity(long launch, int slot, int generation) {
		this(launch, slot, generation, false);
	}

}
