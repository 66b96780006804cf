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

package dev.bootcluster;

import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param code the exit code as the operating system reported it
 * @param signal the name of the signal that ended the process, such as {@code SIGKILL},
 * or {@code null} if none did
 * @param reason one sentence for humans
 * @param cause the kind of exit
 */
public record WorkerExit(int code, @Nullable String signal, String reason, ExitCause cause) {

}
