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
 * A method of a bean that computes a value one worker needs and all workers read. The
 * leader of each host calls it from time to time and tells the others; a call of the
 * method by the application returns the value that is known here, without any I/O. A
 * worker has it before it is ready. When a computation fails the last value stays, and
 * one warning says so.
 * <p>
 * The method has no parameters, and its result is written and read as JSON. As with all
 * of Spring's annotations that a proxy serves, calls from within the bean compute.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SharedValue {

	/**
	 * How often the value is computed anew, such as {@code 10s}. May hold
	 * <code>${...}</code> placeholders.
	 */
	String refresh();

	/**
	 * The name by which all workers know the value; by default the name of the bean and
	 * the method.
	 */
	String name() default "";

}
