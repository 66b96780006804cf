// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a role does at each stage of an application's start.
 */
interface RunAs {

	/**
	 * The context exists and has no beans of the application yet.
	 */
	void contextPrepared(ConfigurableApplicationContext context);

	/**
	 * The application's sources are loaded.
	 */
	void contextLoaded(ConfigurableApplicationContext context);

	/**
	 * The context is refreshed and runners have run.
	 */
	void ready(ConfigurableApplicationContext context);

	/**
	 * The start failed.
	 */
	void failed();

}
