// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LiveRestart}.
 */
class LiveRestartTests {

	@Test
	void developerIsToldWhatReloadsTheClusterInTheStead() throws Exception {
		ClassLoader loader = new ByteBuddy()
			.subclass(ClassLoader.class, ConstructorStrategy.Default.DEFAULT_CONSTRUCTOR)
			.name("org.springframework.boot.devtools.restart.classloader.RestartClassLoader")
			.make()
			.load(getClass().getClassLoader())
			.getLoaded()
			.getDeclaredConstructor()
			.newInstance();
		assertThat(LiveRestart.note(loader)).get()
			.asString()
			.contains("cluster.watch.enabled=true", "cluster.enabled=false");
	}

	@Test
	void withoutDevToolsThereIsNothingToSay() {
		assertThat(LiveRestart.note(getClass().getClassLoader())).isEmpty();
		assertThat(LiveRestart.note(null)).isEmpty();
	}

}
