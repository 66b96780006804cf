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

/**
 * The cluster cannot start as configured.
 */
class ClusterStartException extends RuntimeException {

	private final String property;

	private final String value;

	private final String problem;

	private final String remedy;

	/**
	 * @param property the property at fault
	 * @param value its value
	 * @param problem what is wrong, completing "The value …"
	 * @param remedy what to do
	 */
	ClusterStartException(String property, Object value, String problem, String remedy) {
		super("%s=%s %s".formatted(property, value, problem));
		this.property = property;
		this.value = String.valueOf(value);
		this.problem = problem;
		this.remedy = remedy;
	}

	String description() {
		return "The cluster cannot start: property '%s' with value '%s' %s.".formatted(this.property, this.value,
				this.problem);
	}

	String remedy() {
		return this.remedy;
	}

}
