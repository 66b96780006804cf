// SPDX-License-Identifier: Apache-2.0

/**
 * Applications that are not ours: small ones of every shape, with every Spring Boot that
 * we support, which must not notice the starter.
 * <p>
 * A test describes an application with {@link dev.bootcluster.fit.FitApp}, starts it as
 * {@code standalone()} or as a {@code cluster(2)}, and asks it over the wire. What plain
 * Boot does is the measure: {@code assertSameAsStandalone(…)}.
 */
@NullMarked
package dev.bootcluster.fit;

import org.jspecify.annotations.NullMarked;
