// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

/**
 * Contributes a configuration class to the context in which the primary serves the
 * management port. Implementations are listed in {@code META-INF/spring.factories}.
 */
public interface PrimarySource {

	/**
	 * The configuration.
	 * @return the class
	 */
	Class<?> configuration();

}
