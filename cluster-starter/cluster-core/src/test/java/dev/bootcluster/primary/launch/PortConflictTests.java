// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.List;

import dev.bootcluster.primary.launch.PortConflict.Loser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PortConflict}.
 */
class PortConflictTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					9090 | Web server failed to start. Port 9090 was already in use.
					8081 | The Tomcat connector configured to listen on port 8081 failed to start.
					9090 | Caused by: java.io.IOException: Failed to bind to address 0.0.0.0/0.0.0.0:9090
					9090 | Caused by: java.io.IOException: Failed to bind to address /[0:0:0:0:0:0:0:0]:9090
					7000 | reactor.netty.ChannelBindException: Failed to bind on [0.0.0.0:7000]
					9010 | java.rmi.server.ExportException: Port already in use: 9010; nested exception is:
					9999 | Caused by: java.net.BindException: Address already in use: /127.0.0.1:9999
					8081 | Caused by: java.net.BindException: Address already in use /0.0.0.0:8081
					5432 | bind(..) failed with error(-98): Address already in use: localhost/127.0.0.1:5432
					9092 | Exception opening port "9092" (port may be in use), cause: "java.net.BindException: Address already in use" [90061-240]
					61616 | java.io.IOException: Failed to bind to server socket: tcp://0.0.0.0:61616 due to: java.net.BindException
					4321 | Could not listen on port 4321
					2004 | java.io.IOException: Could not listen on port: 2004
					0    | Caused by: java.net.BindException: Address already in use
					0    | Caused by: java.net.BindException: Address already in use (Bind failed)
					0    | Caused by: java.net.BindException: Address already in use: bind
					0    | java.net.BindException: Cannot assign requested address
					0    | Caused by: reactor.netty.ChannelBindException: Failed to bind
					0    | io.netty.channel.unix.Errors$NativeIoException: bind(..) failed: Address already in use
					""")
	void portIsReadFromWhatTheWorkerPrinted(int port, String line) {
		assertThat(PortConflict.in(List.of("before", line, "\tat some.Where(Where.java:123)", "after")))
			.isEqualTo(new PortConflict(port, Loser.WORKER));
	}

	@Test
	void nameCountsWhereverItStands() {
		assertThat(PortConflict.in(List.of("java.io.IOException: Failed to bind to address 0.0.0.0/0.0.0.0:9090",
				"Caused by: java.net.BindException: Address already in use")))
			.isEqualTo(new PortConflict(9090, Loser.WORKER));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Port 9090 is open", "Tomcat started on port 8080 (http)",
			"java.net.ConnectException: Connection refused: localhost:9090", "last words",
			"Caused by: org.springframework.boot.context.properties.bind.BindException: Failed to bind properties under 'b.n'",
			"org.springframework.boot.context.properties.ConfigurationPropertiesBindException: Error creating bean",
			"org.springframework.validation.BindException: org.springframework.validation.BeanPropertyBindingResult: 1 errors",
			"The primary cannot open port 99999999999 for the application's connector" })
	void otherLinesAreNoConflict(String line) {
		assertThat(PortConflict.in(List.of(line))).isNull();
	}

	@Test
	void portThatThePrimaryCannotOpenIsNotBlamedOnWorkers() {
		PortConflict conflict = PortConflict.in(List.of("listen on port 8443 failed to start",
				"Caused by: java.net.BindException: The primary cannot open port 8443 on 127.0.0.1 for the application's connector: bind(..) failed with error(-98): Address already in use"));
		assertThat(conflict).isEqualTo(new PortConflict(8443, Loser.PRIMARY));
		assertThat(conflict.reason()).isEqualTo("port 8443 cannot be opened by the primary");
		assertThat(conflict.remedy()).startsWith("Stop the process that listens on port 8443");
	}

	@Test
	void remedyNamesThePort() {
		assertThat(new PortConflict(9090, Loser.WORKER).remedy()).contains("port 9090", "@OnLeader", "port 0");
		assertThat(new PortConflict(9090, Loser.WORKER).reason())
			.isEqualTo("port 9090 is in use, and workers cannot share one");
		assertThat(new PortConflict(0, Loser.WORKER).reason())
			.startsWith("a port that the application opens itself is in use");
	}

}
