// SPDX-License-Identifier: Apache-2.0

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
 * How a task runs in a fork. Immutable. With the defaults, or with only a timeout or a
 * listener set, the task runs in a shared fork; every other option requires a fresh
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
	 * The options of a task submitted without any.
	 * @return the defaults
	 */
	public static ForkOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Start building options.
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
	 * The listener for the task's messages.
	 * @return the listener, {@code null} if there is none
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
	 * Environment variables for the process, added to those of this process or replacing
	 * them.
	 * @return their values by name
	 */
	public Map<String, String> getEnvironment() {
		return this.environment;
	}

	/**
	 * Whether the process inherits the environment variables of this process.
	 * @return whether it does
	 */
	public boolean isEnvironmentInherited() {
		return this.environmentInherited;
	}

	/**
	 * The working directory.
	 * @return the directory, {@code null} for this process's own
	 */
	public @Nullable Path getDirectory() {
		return this.directory;
	}

	/**
	 * JVM options, added after those of every fork.
	 * @return the options
	 */
	public List<String> getJvmArgs() {
		return this.jvmArgs;
	}

	/**
	 * The file used as standard input.
	 * @return the file, {@code null} for empty input
	 */
	public @Nullable Path getInput() {
		return this.input;
	}

	/**
	 * The destination of standard output.
	 * @return the destination, {@code null} for the default
	 */
	public @Nullable Redirect getOutput() {
		return this.output;
	}

	/**
	 * The destination of standard error.
	 * @return the destination, {@code null} for the default
	 */
	public @Nullable Redirect getError() {
		return this.error;
	}

	/**
	 * Builds options. Not thread-safe.
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
		 * Kill the task when it has run for this long, counted from when it is given to a
		 * process; time in the queue does not count. Default:
		 * {@code cluster.forks.timeout}.
		 * @param timeout the time, zero for no limit
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			if (timeout.isNegative()) {
				throw new IllegalArgumentException(
						"The timeout of a fork must not be negative, but is %s; use zero for no limit"
							.formatted(timeout));
			}
			this.timeout = timeout;
			return this;
		}

		/**
		 * Listen to what the task sends with {@link ForkContext#send}. The listener is
		 * called for one message at a time, on a thread of the pool; while it blocks, the
		 * task waits in {@code send}. Exceptions from it are logged.
		 * @param listener the listener
		 * @return this
		 */
		public Builder onMessage(Consumer<Object> listener) {
			this.listener = listener;
			return this;
		}

		/**
		 * Run the task in a process that no other task uses, even if no other option
		 * requires one.
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
		 * Do not pass this process's environment variables to the fork: it gets only
		 * those set here.
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
		 * Add JVM options, such as {@code -Xmx1g}; they override those of every fork.
		 * @param options the options, one per argument
		 * @return this
		 */
		public Builder jvmArgs(String... options) {
			this.jvmArgs.addAll(List.of(options));
			return this;
		}

		/**
		 * Read standard input from a file. By default it is empty.
		 * @param file the file
		 * @return this
		 */
		public Builder input(Path file) {
			this.input = file;
			return this;
		}

		/**
		 * Redirect standard output: {@link Redirect#INHERIT} (the default) copies it to
		 * this process's output, line by line, {@link Redirect#DISCARD} discards it (the
		 * default for detached processes), {@link Redirect#to} and
		 * {@link Redirect#appendTo} write it to a file.
		 * @param destination the destination
		 * @return this
		 */
		public Builder output(Redirect destination) {
			this.output = checked(destination);
			return this;
		}

		/**
		 * Redirect standard error, as with {@link #output}.
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
						"A fork's output cannot be redirected to '%s'; use INHERIT, DISCARD or a file"
							.formatted(redirect));
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
