// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bean method without a result that is skipped unless this worker leads: an event
 * listener, a {@code @Scheduled} method, a consumer. As with all of Spring's proxy-based
 * annotations, calls from within the bean are not intercepted.
 *
 * @see ClusterLeadership
 * @see ClusterScheduled
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnLeader {

}
