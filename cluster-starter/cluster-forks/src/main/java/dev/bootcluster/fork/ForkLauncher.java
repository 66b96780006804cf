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

package dev.bootcluster.fork;

/**
 * Starts forks.
 */
interface ForkLauncher {

	/**
	 * Start a process. Does not wait for it; a failure is reported as an event.
	 * @param options the options of the process
	 * @param detached whether it outlives this process
	 * @param events receives its events
	 * @return the process
	 */
	ForkProcess launch(ForkOptions options, boolean detached, ForkProcess.Events events);

}
