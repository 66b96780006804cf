// SPDX-License-Identifier: Apache-2.0

/**
 * An ordinary Spring Boot application that shows what a cluster of workers does; only
 * {@code application.yml} knows that it is one.
 */
@NullMarked
package dev.bootcluster.demo;

import org.jspecify.annotations.NullMarked;
