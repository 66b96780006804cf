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
 * The replacement of all workers, under way or finished.
 */
public interface Rollout {

	/**
	 * Return whether it is still under way.
	 * @return {@code false} once it has ended
	 */
	boolean isRunning();

	/**
	 * Return whether it already has a new worker for a slot.
	 * @param slot the slot
	 * @return {@code true} from the start of the new worker until its trial is over
	 */
	boolean isReplacing(Slot slot);

}
