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
