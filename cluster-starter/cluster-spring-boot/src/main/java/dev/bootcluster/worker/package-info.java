// SPDX-License-Identifier: Apache-2.0

/**
 * The worker: serves connections with Tomcat, drains it and talks to the primary.
 */
@NullMarked
package dev.bootcluster.worker;

import org.jspecify.annotations.NullMarked;
