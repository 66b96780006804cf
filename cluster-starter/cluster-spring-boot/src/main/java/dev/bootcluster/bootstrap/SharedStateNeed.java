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

package dev.bootcluster.bootstrap;

import org.springframework.core.env.Environment;

/**
 * Tells the primary whether workers need a Redis. If they do and there is none, startup
 * fails with advice, rather than the first request with an error. Implementations are
 * listed in {@code META-INF/spring.factories}.
 */
@FunctionalInterface
public interface SharedStateNeed {

	/**
	 * Whether workers need a Redis.
	 * @param environment the application's environment
	 * @return {@code true} if they do
	 */
	boolean isPresent(Environment environment);

}
