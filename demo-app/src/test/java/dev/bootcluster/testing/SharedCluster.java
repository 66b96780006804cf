// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a {@link ClusterProcess} as a parameter of their constructor
 * or method: one that runs already, if another test has left an equal one.
 * <p>
 * A test has the cluster for itself while it runs, sees only the log of that time, and
 * must leave it as it was: stable, with the same number of workers. What it counts, such
 * as reloads and restarts, it counts from its own beginning.
 */
@Target({ ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(SharedClusterExtension.class)
public @interface SharedCluster {

	/**
	 * The number of workers.
	 * @return a number from 1
	 */
	int workers();

	/**
	 * More arguments of the application.
	 * @return the arguments, in their order
	 */
	String[] args() default {};

}
