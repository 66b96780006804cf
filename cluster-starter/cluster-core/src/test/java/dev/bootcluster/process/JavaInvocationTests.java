// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JavaInvocation}.
 */
class JavaInvocationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			app.jar                  | app.jar                 | app.jar
			app.jar --a=b            | app.jar                 | app.jar
			/opt/my app.jar --a=b    | /opt/my app.jar         | /opt/my app.jar
			/opt/a:b.jar --c         | /opt/a:b.jar            | /opt/a:b.jar
			app.jar                  | app.jar:agent.jar       | app.jar
			app.jar --a=b            | app.jar:one.jar:two.jar | app.jar
			/opt/my app.jar x        | /opt/my app.jar:agent.jar | /opt/my app.jar
			/opt/a:b.jar --c         | /opt/a:b.jar:agent.jar  | /opt/a:b.jar
			app.jar.Main --a         | app.jar                 | none
			com.example.Main         | classes:lib.jar         | none
			com.example.Main app.jar | app.jar                 | none
			com.example.Main         | ''                      | none
			''                       | ''                      | none
			""")
	void jarIsToldFromAMainClass(String command, String classPath, String jar) {
		assertThat(JavaInvocation.jar(command, classPath)).isEqualTo(jar);
	}

	@ParameterizedTest
	@CsvSource({ "'', ''", "., ''", "a.jar, a.jar", "a.jar:b/c.jar, a.jar:b/c.jar", "a.jar::./b.jar, a.jar:b.jar",
			":a.jar:, a.jar" })
	void classPathIsMadeAbsoluteAndAnEmptyOneIsTheWorkingDirectory(String classPath, String entries) {
		assertThat(JavaInvocation.absolute(classPath)).isEqualTo(Stream.of(entries.split(":"))
			.map((entry) -> WorkingDirectory.resolve(entry).toString())
			.collect(Collectors.joining(":")));
	}

}
