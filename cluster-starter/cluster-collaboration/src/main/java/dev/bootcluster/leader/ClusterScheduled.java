// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bean method that runs at certain times, once for the whole cluster: the leader runs
 * it, on a separate thread. Each due time is run by at most one worker, even if the
 * leader changes at that very moment; the next leader makes up for due times that nobody
 * began, up to the last ten of the last minute. A run that falls due while the previous
 * one is in progress waits for it on the same worker, and is skipped on another. A run is
 * lost if its worker dies.
 * <p>
 * The method has no parameters, or one of type {@link java.time.Instant}, the time when
 * the run was due. Its return value is ignored, exceptions are logged. Exactly one of
 * {@link #cron} and {@link #fixedRate} must be set; both may contain <code>${...}</code>
 * placeholders.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ClusterScheduled {

	/**
	 * The due times as a cron expression with six fields, as in Spring's
	 * {@code @Scheduled}, or {@code -} for never.
	 */
	String cron() default "";

	/**
	 * The time zone of the cron expression, by default the JVM's.
	 */
	String zone() default "";

	/**
	 * The interval between due times, such as {@code 10s}. Due times are multiples of it
	 * since 1970, so that all workers agree on them.
	 */
	String fixedRate() default "";

	/**
	 * The name of the job, the same in all workers. By default the names of the bean and
	 * the method.
	 */
	String name() default "";

}
