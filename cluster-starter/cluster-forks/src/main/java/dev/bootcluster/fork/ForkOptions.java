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

package dev.bootcluster.fork;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * How a task is run in a fork. Immutable. With the defaults, a timeout or a listener a
 * task runs in a fork that others use before and after it; everything else takes a fresh
 * process that ends with the task.
 */
public final class ForkOptions {

	private static final ForkOptions DEFAULTS = builder().build();

	private final @Nullable Duration timeout;

	private final @Nullable Consumer<Object> listener;

	private final boolean fresh;

	private final Map<String, String> environment;

	private final boolean environmentInherited;

	private final @Nullable Path directory;

	private final List<String> jvmArgs;

	private final @Nullable Path input;

	private final @Nullable Redirect output;

	private final @Nullable Redirect error;

	private ForkOptions(Builder builder) {
		this.timeout = builder.timeout;
		this.listener = builder.listener;
		this.environment = Map.copyOf(builder.environment);
		this.environmentInherited = builder.environmentInherited;
		this.directory = builder.directory;
		this.jvmArgs = List.copyOf(builder.jvmArgs);
		this.input = builder.input;
		this.output = builder.output;
		this.error = builder.error;
		this.fresh = builder.fresh || !this.environment.isEmpty() || !this.environmentInherited
				|| this.directory != null || !this.jvmArgs.isEmpty() || this.input != null || isOwn(this.output)
				|| isOwn(this.error);
	}

	private static boolean isOwn(@Nullable Redirect redirect) {
		return redirect != null && redirect != Redirect.INHERIT;
	}

	/**
	 * The options of a task that names none.
	 * @return the defaults
	 */
	public static ForkOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Options that differ from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * How long the task may run.
	 * @return the time, zero for no limit, {@code null} for {@code cluster.forks.timeout}
	 */
	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	/**
	 * Who hears what the task sends.
	 * @return the listener, {@code null} if nobody does
	 */
	public @Nullable Consumer<Object> getListener() {
		return this.listener;
	}

	/**
	 * Whether the task gets a process that no other task uses.
	 * @return whether it does
	 */
	public boolean isFresh() {
		return this.fresh;
	}

	/**
	 * Environment variables for the process, besides those of this one or in their place.
	 * @return their values by name
	 */
	public Map<String, String> getEnvironment() {
		return this.environment;
	}

	/**
	 * Whether the process has the environment variables of this one.
	 * @return whether it does
	 */
	public boolean isEnvironmentInherited() {
		return this.environmentInherited;
	}

	/**
	 * The working directory.
	 * @return the directory, {@code null} for that of this process
	 */
	public @Nullable Path getDirectory() {
		return this.directory;
	}

	/**
	 * JVM options, after those of every fork.
	 * @return the options
	 */
	public List<String> getJvmArgs() {
		return this.jvmArgs;
	}

	/**
	 * The file that is its standard input.
	 * @return the file, {@code null} for none: its input is empty
	 */
	public @Nullable Path getInput() {
		return this.input;
	}

	/**
	 * Where its standard output goes.
	 * @return the destination, {@code null} for the default
	 */
	public @Nullable Redirect getOutput() {
		return this.output;
	}

	/**
	 * Where its standard error goes.
	 * @return the destination, {@code null} for the default
	 */
	public @Nullable Redirect getError() {
		return this.error;
	}

	/**
	 * Builds options. Not for use by many threads.
	 */
	public static final class Builder {

		private final Map<String, String> environment = new LinkedHashMap<>();

		private final List<String> jvmArgs = new ArrayList<>();

		private @Nullable Duration timeout;

		private @Nullable Consumer<Object> listener;

		private boolean fresh;

		private boolean environmentInherited = true;

		private @Nullable Path directory;

		private @Nullable Path input;

		private @Nullable Redirect output;

		private @Nullable Redirect error;

		private Builder() {
		}

		/**
		 * Kill the task when it has run for this long, counted from when it gets a
		 * process; time in the queue does not count. Default:
		 * {@code cluster.forks.timeout}.
		 * @param timeout the time, zero for no limit
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			if (timeout.isNegative()) {
				throw new IllegalArgumentException(
						"The timeout of a fork must not be negative, but is %s; zero means no limit"
							.formatted(timeout));
			}
			this.timeout = timeout;
			return this;
		}

		/**
		 * Hear what the task sends with {@link ForkContext#send}. Called for one message
		 * after the other, on a thread of the pool; the task waits while it blocks. An
		 * exception from it is logged.
		 * @param listener the listener
		 * @return this
		 */
		public Builder onMessage(Consumer<Object> listener) {
			this.listener = listener;
			return this;
		}

		/**
		 * Run the task in a process that no other task uses, although the options do not
		 * ask for one otherwise.
		 * @return this
		 */
		public Builder fresh() {
			this.fresh = true;
			return this;
		}

		/**
		 * Set an environment variable.
		 * @param name its name
		 * @param value its value
		 * @return this
		 */
		public Builder environment(String name, String value) {
			this.environment.put(name, value);
			return this;
		}

		/**
		 * Keep the environment variables of this process from the fork: it has only those
		 * that are set here.
		 * @return this
		 */
		public Builder withoutInheritedEnvironment() {
			this.environmentInherited = false;
			return this;
		}

		/**
		 * Set the working directory.
		 * @param directory an existing directory
		 * @return this
		 */
		public Builder directory(Path directory) {
			this.directory = directory;
			return this;
		}

		/**
		 * Add JVM options, such as {@code -Xmx1g}; they win over those of every fork.
		 * @param options the options, one each
		 * @return this
		 */
		public Builder jvmArgs(String... options) {
			this.jvmArgs.addAll(List.of(options));
			return this;
		}

		/**
		 * Read the standard input from a file. By default it is empty.
		 * @param file the file
		 * @return this
		 */
		public Builder input(Path file) {
			this.input = file;
			return this;
		}

		/**
		 * Direct the standard output: {@link Redirect#INHERIT} (the default) prints into
		 * this process's output, line by line, {@link Redirect#DISCARD} nowhere,
		 * {@link Redirect#to} and {@link Redirect#appendTo} into a file. The default of
		 * detached processes is to discard.
		 * @param destination the destination
		 * @return this
		 */
		public Builder output(Redirect destination) {
			this.output = checked(destination);
			return this;
		}

		/**
		 * Direct the standard error, as {@link #output}.
		 * @param destination the destination
		 * @return this
		 */
		public Builder error(Redirect destination) {
			this.error = checked(destination);
			return this;
		}

		private static Redirect checked(Redirect redirect) {
			if (redirect == Redirect.PIPE || redirect.type() == Redirect.Type.READ) {
				throw new IllegalArgumentException(
						"A fork cannot print to '%s'; use INHERIT, DISCARD or a file".formatted(redirect));
			}
			return redirect;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public ForkOptions build() {
			return new ForkOptions(this);
		}

	}

}
