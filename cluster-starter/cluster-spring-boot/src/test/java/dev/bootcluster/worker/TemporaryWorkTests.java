// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TemporaryWork}.
 */
class TemporaryWorkTests {

	/**
	 * Shared by all tests, because Tomcat uses the first base directory of a JVM as its
	 * home and recreates it.
	 */
	@TempDir
	private static Path directory;

	@Test
	void leavesNothingOfATemporaryBaseDirectory() throws LifecycleException {
		assertThat(afterRun("tomcat.8080.1234567890")).doesNotExist();
	}

	@Test
	void leavesABaseDirectoryOfTheUserAlone() throws LifecycleException {
		Path base = afterRun("tomcat");
		assertThat(base.resolve("work")).isNotEmptyDirectory();
	}

	private static Path afterRun(String name) throws LifecycleException {
		Path base = directory.resolve(name);
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(base.toString());
		StandardContext context = (StandardContext) tomcat.addContext("", null);
		context.addLifecycleListener(new TemporaryWork());
		tomcat.start();
		File work = new File(context.getWorkPath());
		assertThat(work.toPath()).startsWith(base).isDirectory().matches(Files::isWritable);
		tomcat.stop();
		tomcat.destroy();
		return base;
	}

}
