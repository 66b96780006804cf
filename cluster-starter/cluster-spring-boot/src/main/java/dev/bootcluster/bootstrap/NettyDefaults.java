// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.Properties;

/**
 * Settings of Netty for the primary, which allocates little and records nothing. What the
 * user has set stays as it is.
 */
final class NettyDefaults {

	/**
	 * Netty's events for the JDK's Flight Recorder start all of it, although nobody
	 * records.
	 */
	private static final String EVENTS = "io.netty.jfr.enabled";

	private NettyDefaults() {
	}

	/**
	 * Set them, before Netty is used for the first time.
	 * @return whether that changed anything
	 */
	static boolean set() {
		return set(System.getProperties());
	}

	static boolean set(Properties properties) {
		return properties.putIfAbsent(EVENTS, "false") == null;
	}

	/**
	 * Leave them to the application after all, which has Netty in another class loader.
	 */
	static void clear() {
		System.clearProperty(EVENTS);
	}

}
