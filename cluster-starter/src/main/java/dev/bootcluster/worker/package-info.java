/**
 * The worker: takes connections into Tomcat, drains it and speaks with the primary.
 */
@NullMarked
package dev.bootcluster.worker;

import org.jspecify.annotations.NullMarked;
