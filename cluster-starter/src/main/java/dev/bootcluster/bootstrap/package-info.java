/**
 * Decides what a starting JVM is - primary, worker or standalone - and sets it up as
 * that.
 */
@NullMarked
package dev.bootcluster.bootstrap;

import org.jspecify.annotations.NullMarked;
