// SPDX-License-Identifier: Apache-2.0

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
