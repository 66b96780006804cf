/**
 * The primary: supervises workers, decides what happens to them and reloads them.
 */
@NullMarked
package dev.bootcluster.primary;

import org.jspecify.annotations.NullMarked;
