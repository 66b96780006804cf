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

package dev.bootcluster.primary.fleet;

/**
 * What a worker was started for; told what happens to it.
 */
public interface Purpose {

	/**
	 * The worker is ready; it gets no connections yet.
	 */
	void ready(WorkerHandle worker);

	/**
	 * The worker sent a heartbeat.
	 */
	default void heartbeat(WorkerHandle worker) {
	}

	/**
	 * Something other than the primary asked the worker to end, by a signal.
	 */
	default void asked(WorkerHandle worker, String because) {
	}

	/**
	 * The worker's own application ends it.
	 */
	default void leaves(WorkerHandle worker, String because) {
	}

	/**
	 * The worker is gone.
	 */
	void exited(WorkerHandle worker);

}
