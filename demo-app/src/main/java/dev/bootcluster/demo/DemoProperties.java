// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What tells one version of the demo from another, and what is wrong with it.
 *
 * @param version the version that {@code GET /version} shows
 * @param fault what is wrong with this version, only with profile {@code chaos}
 * @param faultAfter how long it takes until the process dies after it was ready, or how
 * much longer it takes to boot, depending on the fault
 */
@ConfigurationProperties("demo")
record DemoProperties(@DefaultValue("1") String version, @DefaultValue("none") Fault fault,
		@DefaultValue("1s") Duration faultAfter) {

	/**
	 * A way in which a version can be broken.
	 */
	enum Fault {

		/**
		 * It is not.
		 */
		NONE,

		/**
		 * A bean cannot be created.
		 */
		BOOT,

		/**
		 * The process halts with exit code 3 some time after it was ready.
		 */
		DIES,

		/**
		 * Readiness never becomes {@code UP}.
		 */
		UNREADY,

		/**
		 * The application takes longer to boot.
		 */
		SLOW,

		/**
		 * Every request but those to actuator is answered 500.
		 */
		ERRORS

	}

}
