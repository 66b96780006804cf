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

package dev.bootcluster.generation;

import java.util.List;
import java.util.Map;

/**
 * The environment variables a worker gets.
 */
public final class WorkerVariables {

	/**
	 * Their options are among the application's already.
	 */
	private static final List<String> OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private WorkerVariables() {
	}

	/**
	 * Change an inherited environment.
	 * @param variables a generation's own variables
	 * @param environment the environment to change
	 */
	public static void apply(Map<String, String> variables, Map<String, String> environment) {
		OPTIONS.forEach(environment::remove);
		environment.putAll(variables);
	}

}
