// SPDX-License-Identifier: Apache-2.0

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
