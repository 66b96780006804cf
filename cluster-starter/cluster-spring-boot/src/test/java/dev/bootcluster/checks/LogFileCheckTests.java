// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.nio.file.Path;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogFileCheck} with Logback, as {@code <file>} configures it.
 */
class LogFileCheckTests {

	@TempDir
	private Path directory;

	private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final Logger logger = this.logback.getLogger("log-file-check");

	private final CheckedApplication application = new CheckedApplication(new DefaultListableBeanFactory(),
			new MockEnvironment(), 2, 7);

	@AfterEach
	void detach() {
		this.logger.detachAndStopAllAppenders();
	}

	@ParameterizedTest
	@CsvSource({ "app.log, true", "app-worker-7.log, false", "app.7.log, false", "app-worker-17.log, true" })
	void fileThatIsTheSameInEveryWorkerIsFound(String name, boolean found) {
		this.logger.addAppender(file(name));
		assertThat(new LogFileCheck().find(this.application)).hasSize(found ? 1 : 0)
			.allSatisfy((finding) -> assertThat(finding.subject()).contains(this.directory.resolve(name).toString()));
	}

	@Test
	void fileBehindAnotherAppenderIsFound() {
		AsyncAppender async = new AsyncAppender();
		async.setContext(this.logback);
		async.addAppender(file("app.log"));
		this.logger.addAppender(async);
		assertThat(new LogFileCheck().find(this.application)).hasSize(1);
	}

	@Test
	void terminalIsNoFile() {
		FileAppender<ILoggingEvent> appender = new FileAppender<>();
		appender.setFile("/dev/stdout");
		this.logger.addAppender(appender);
		assertThat(new LogFileCheck().find(this.application)).isEmpty();
	}

	private Appender<ILoggingEvent> file(String name) {
		FileAppender<ILoggingEvent> appender = new FileAppender<>();
		appender.setContext(this.logback);
		appender.setFile(this.directory.resolve(name).toString());
		return appender;
	}

}
