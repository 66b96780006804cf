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
