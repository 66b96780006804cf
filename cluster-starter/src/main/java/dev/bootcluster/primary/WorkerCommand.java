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

package dev.bootcluster.primary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The command that starts a worker: the application's own, as a worker.
 */
final class WorkerCommand {

	private static final List<String> OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
			"_JAVA_OPTIONS");

	private final PrimarySettings settings;

	private final int port;

	/**
	 * Create a new command.
	 * @param settings what the primary was asked to run
	 * @param port the port clients connect to
	 */
	WorkerCommand(PrimarySettings settings, int port) {
		this.settings = settings;
		this.port = port;
	}

	List<String> words(WorkerIdentity identity, boolean terminal) {
		JavaInvocation application = this.settings.application();
		Path directory = this.settings.handoff().directory();
		List<String> words = new ArrayList<>();
		words.add(application.java().toString());
		words.addAll(JvmArguments.forWorker(application, this.settings.jvmArgs(), identity.slot(),
				this.settings.workers(), this.settings.processors()));
		words.add("-Dcluster.worker.slot=" + identity.slot());
		words.add("-Dcluster.worker.generation=" + identity.generation());
		words.add("-Dcluster.worker.launch=" + identity.launch());
		words.add("-Dcluster.worker.directory=" + directory);
		words.add("-Dspring.devtools.restart.enabled=false");
		words.add("-Dcluster.worker.port=" + this.port);
		words.add("-Dcluster.worker.policy=" + this.settings.handoff().policy());
		words.add("-Dcluster.worker.drain=" + this.settings.drainTimeout());
		words.add("-Dcluster.worker.terminal=" + terminal);
		if (application.classPath() != null) {
			words.add("-cp");
			words.add(application.classPath());
		}
		else {
			words.add("-jar");
		}
		words.add(application.main());
		words.addAll(application.arguments());
		return words;
	}

	/**
	 * Change the environment a worker inherits. The JVM's variables are dropped because
	 * their options are among the application's already.
	 */
	void environment(Map<String, String> environment) {
		OPTION_VARIABLES.forEach(environment::remove);
		environment.putAll(this.settings.environment());
		this.settings.properties().forEach((name, value) -> environment.put(variable(name), value));
	}

	/**
	 * The environment variable that sets a property (dots become underscores, dashes go,
	 * upper case), so that secrets do not stand on the command line.
	 */
	private static String variable(String property) {
		return property.replace(".", "_").replace("-", "").toUpperCase(Locale.ROOT);
	}

}
