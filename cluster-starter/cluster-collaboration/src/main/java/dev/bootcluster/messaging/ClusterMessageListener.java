// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bean method that receives messages that other workers send with
 * {@link ClusterMessages}. The type of its first parameter selects the payloads: those of
 * that class and its subclasses. An optional second parameter of type
 * {@link MessageSender} identifies the sender. The return value answers a request; a
 * {@link java.util.concurrent.CompletionStage} answers it when it completes.
 * <p>
 * All listeners of a worker run on one thread, in the order of the messages. A slow
 * listener holds up the others and should hand its work to another thread.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ClusterMessageListener {

}
