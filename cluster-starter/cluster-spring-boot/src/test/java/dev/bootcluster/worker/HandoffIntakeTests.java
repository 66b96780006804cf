// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.ipc.ConnectionNote;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandoffIntake}.
 */
class HandoffIntakeTests {

	@TempDir
	private Path directory;

	private final AtomicInteger room = new AtomicInteger();

	@Test
	void roomIsSaidOnceAfterARefusal() {
		ScriptedEndpoint endpoint = new ScriptedEndpoint(true, false, false);
		HandoffIntake intake = intake(endpoint);
		assertThat(intake.reserve()).isTrue();
		endpoint.unreserve(null);
		assertThat(this.room).hasValue(0);
		assertThat(intake.reserve()).isFalse();
		endpoint.unreserve(null);
		endpoint.unreserve(null);
		assertThat(this.room).hasValue(1);
	}

	@Test
	void connectionIsTakenIfTheLastOneClosesWhileItIsRefused() {
		ScriptedEndpoint endpoint = new ScriptedEndpoint(false, true);
		HandoffIntake intake = intake(endpoint);
		endpoint.closing = true;
		assertThat(intake.reserve()).isTrue();
	}

	@Test
	void earlierRefusalStillHearsOfRoomAfterAConnectionIsTaken() {
		ScriptedEndpoint endpoint = new ScriptedEndpoint(false, false, false, true);
		HandoffIntake intake = intake(endpoint);
		assertThat(intake.reserve()).isFalse();
		assertThat(intake.reserve()).isTrue();
		endpoint.unreserve(null);
		assertThat(this.room).hasValue(1);
	}

	@Test
	void roomIsSaidWhenAPausedEndpointIsResumedOrAStoppedOneStarted() throws Exception {
		HandoffProtocol protocol = new HandoffProtocol();
		Tomcat tomcat = tomcat(protocol);
		try {
			HandoffIntake intake = intake(protocol.endpoint());
			protocol.pause();
			assertThat(intake.reserve()).isFalse();
			protocol.resume();
			assertThat(this.room).hasValue(1);
			protocol.stop();
			assertThat(intake.reserve()).isFalse();
			protocol.start();
			assertThat(this.room).hasValue(2);
		}
		finally {
			tomcat.stop();
			tomcat.destroy();
		}
	}

	private Tomcat tomcat(HandoffProtocol protocol) throws LifecycleException {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(this.directory.toString());
		Connector connector = new Connector(protocol);
		connector.setPort(8080);
		tomcat.setConnector(connector);
		tomcat.start();
		return tomcat;
	}

	private HandoffIntake intake(HandoffEndpoint endpoint) {
		return new HandoffIntake(endpoint, this.room::incrementAndGet, () -> {
		});
	}

	/**
	 * An endpoint that has room when the test says so.
	 */
	private static final class ScriptedEndpoint extends HandoffEndpoint {

		private final Queue<Boolean> answers;

		/**
		 * A connection closes right after the next answer.
		 */
		private boolean closing;

		ScriptedEndpoint(Boolean... answers) {
			this.answers = new ArrayDeque<>(List.of(answers));
		}

		@Override
		boolean reserve(@Nullable ConnectionNote note) {
			boolean answer = this.answers.remove();
			if (this.closing) {
				this.closing = false;
				unreserve(null);
			}
			return answer;
		}

	}

}
