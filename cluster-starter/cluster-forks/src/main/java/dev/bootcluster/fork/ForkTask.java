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

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A computation that runs in a fork, typically a record or lambda. Its fields or captured
 * variables are its input; they and the result must be serializable.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface ForkTask<T extends @Nullable Object> extends Serializable {

	/**
	 * Run the computation. Called once, in the forked JVM.
	 * @param fork the connection to the process that submitted the task
	 * @return the result
	 * @throws Exception if the computation fails; it becomes the cause of the
	 * {@link ForkFailedException}
	 */
	T run(ForkContext fork) throws Exception;

}
