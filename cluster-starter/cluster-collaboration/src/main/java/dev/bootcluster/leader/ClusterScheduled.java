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

package dev.bootcluster.leader;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean that runs at certain times, once for the whole cluster: the leader
 * runs it, on a thread of its own. Every due time is run by one worker at most, also when
 * the leader changes at that very moment; the next leader makes up for the due times that
 * nobody began, the last ten of the last minute. A run that is due while the one before
 * it goes on waits for it if both are of one worker, and is skipped otherwise. A run is
 * lost if the worker dies in it.
 * <p>
 * The method has no parameters, or one of type {@link java.time.Instant}: when the run
 * was due. What it returns is ignored, what it throws is logged. Exactly one of
 * {@link #cron} and {@link #fixedRate} is set; both may hold <code>${...}</code>
 * placeholders.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ClusterScheduled {

	/**
	 * The due times as a cron expression of six fields, as Spring's {@code @Scheduled}
	 * has it, or {@code -} for never.
	 */
	String cron() default "";

	/**
	 * The time zone of the cron expression, by default the JVM's.
	 */
	String zone() default "";

	/**
	 * The time between two due times, such as {@code 10s}. They are multiples of it since
	 * 1970, so that all workers agree on them.
	 */
	String fixedRate() default "";

	/**
	 * The name by which all workers know the job; by default the name of the bean and the
	 * method.
	 */
	String name() default "";

}
