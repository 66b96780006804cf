// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import org.springframework.boot.loader.jarmode.JarMode;

/**
 * Makes {@code java -Djarmode=cluster -jar app.jar} the command line instead of the
 * application. Created by Boot's loader.
 */
public class ClusterJarMode implements JarMode {

	@Override
	public boolean accepts(String mode) {
		return mode.equals("cluster");
	}

	@Override
	public void run(String mode, String[] arguments) {
		ClusterCommandLine.main(arguments);
	}

}
