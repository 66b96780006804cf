// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bean method that computes a value on one worker for all workers to read. The leader
 * of each host calls it periodically and shares the result; when the application calls
 * it, it returns the value known to this worker, without any I/O. A worker has the value
 * before it is ready. If a computation fails, the last value stays in use, and one
 * warning is logged.
 * <p>
 * The method has no parameters, and its result is transferred as JSON. As with all of
 * Spring's proxy-based annotations, calls from within the bean are not intercepted and
 * compute the value.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SharedValue {

	/**
	 * The interval at which the value is recomputed, such as {@code 10s}. May contain
	 * <code>${...}</code> placeholders.
	 */
	String refresh();

	/**
	 * The name of the value, the same in all workers. By default the names of the bean
	 * and the method.
	 */
	String name() default "";

}
