// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;

/**
 * The application's code cannot be run as it is on disk. The message names the file and
 * what is wrong with it.
 */
public class ArtifactException extends IOException {

	ArtifactException(String message) {
		super(message);
	}

	ArtifactException(String message, Throwable cause) {
		super(message, cause);
	}

}
