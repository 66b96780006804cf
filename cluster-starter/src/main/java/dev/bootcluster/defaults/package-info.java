/**
 * Settings that suggest themselves to an application, last in precedence.
 */
@NullMarked
package dev.bootcluster.defaults;

import org.jspecify.annotations.NullMarked;
