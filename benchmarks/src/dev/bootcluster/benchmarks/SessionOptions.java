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

package dev.bootcluster.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What the command line of the comparison of sessions asks for.
 */
final class SessionOptions extends ServerOptions {

	private static final String USAGE = """
			Usage: benchmarks/sessions [option...]
			  --workers=2          workers of each cluster
			  --rounds=5           measured rounds
			  --warmup-rounds=4    rounds before; more follow until every JVM is warm
			  --seconds=5          length of each load
			  --sessions=64        sessions that the requests belong to
			  --systems=LIST       some of boot,cluster
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for every server JVM, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	static final String BOOT = "boot";

	private static final List<String> SYSTEMS = List.of(BOOT, "cluster");

	int warmupRounds = 4;

	int sessions = 64;

	private SessionOptions() {
		super(USAGE, SYSTEMS, SYSTEMS);
	}

	static SessionOptions parse(String... args) {
		SessionOptions options = new SessionOptions();
		options.read(args);
		return options;
	}

	@Override
	void set(String name, String value) {
		switch (name) {
			case "--warmup-rounds" -> this.warmupRounds = number(name, value);
			case "--sessions" -> this.sessions = number(name, value);
			default -> super.set(name, value);
		}
	}

	Map<String, Object> toJson() {
		return Json.object("workers", this.workers, "rounds", this.rounds, "warmupRounds", this.warmupRounds, "seconds",
				this.seconds, "sessions", this.sessions, "connections", Wrk.CONNECTIONS, "jvmArgs",
				String.join(" ", this.jvmArgs), "jar", this.jar.toString());
	}

}
