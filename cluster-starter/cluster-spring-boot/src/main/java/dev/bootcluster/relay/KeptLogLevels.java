// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;

import dev.bootcluster.ipc.LogLevels;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.logging.LoggersEndpoint;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.logging.LogLevel;
import org.springframework.context.ApplicationListener;

/**
 * Applies, when this worker can be reached by others, the log levels that were changed
 * before. Those that it has had from the start are applied again: some may have changed
 * since.
 */
public final class KeptLogLevels implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(KeptLogLevels.class);

	private final LogLevels levels;

	private final Supplier<@Nullable LoggersEndpoint> loggers;

	/**
	 * Create a listener.
	 * @param post where this worker stands
	 * @param loggers changes levels, {@code null} if it is not exposed
	 */
	public KeptLogLevels(RelayPost post, Supplier<@Nullable LoggersEndpoint> loggers) {
		this.levels = new LogLevels(post.directory());
		this.loggers = loggers;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		LoggersEndpoint loggers = this.loggers.get();
		if (loggers == null) {
			return;
		}
		try {
			this.levels.all().forEach((name, level) -> apply(loggers, name, level));
		}
		catch (IOException ex) {
			logger.warn("This worker does not have the log levels that were changed before it started", ex);
		}
	}

	private static void apply(LoggersEndpoint loggers, String name, @Nullable String level) {
		try {
			loggers.configureLogLevel(name, (level != null) ? LogLevel.valueOf(level.toUpperCase(Locale.ROOT)) : null);
		}
		catch (RuntimeException ex) {
			logger.warn("The log level %s of %s cannot be applied".formatted(level, name), ex);
		}
	}

}
