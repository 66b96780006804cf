// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import dev.bootcluster.checks.JdbcUrl.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcUrl}.
 */
class JdbcUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:h2:mem:test                                 | MEMORY
			jdbc:h2:mem:                                     | MEMORY
			jdbc:h2:mem:test;DB_CLOSE_DELAY=-1;MODE=MySQL    | MEMORY
			jdbc:h2:memFS:test                               | MEMORY
			jdbc:h2:nioMemFS:test                            | MEMORY
			jdbc:p6spy:h2:mem:test                           | MEMORY
			jdbc:otel:h2:mem:test                            | MEMORY
			r2dbc:h2:mem:///test                             | MEMORY
			r2dbc:pool:h2:mem:///test                        | MEMORY
			jdbc:h2:file:./data/app                          | FILE
			jdbc:h2:~/app                                    | FILE
			jdbc:h2:./app                                    | FILE
			jdbc:h2:/data/app                                | FILE
			jdbc:h2:nio:./app                                | FILE
			r2dbc:h2:file:///./app                           | FILE
			jdbc:h2:file:./app;AUTO_SERVER=TRUE              | LENT_FILE
			jdbc:h2:./app;MODE=MySQL;auto_server=true        | LENT_FILE
			jdbc:h2:tcp://db/mem:test                        | SERVER
			jdbc:h2:ssl://db/~/test                          | SERVER
			jdbc:h2:zip:app.zip!/app                         | SERVER
			jdbc:hsqldb:mem:test                             | MEMORY
			jdbc:hsqldb:.                                    | MEMORY
			jdbc:hsqldb:file:data/app                        | FILE
			jdbc:hsqldb:data/app                             | FILE
			jdbc:hsqldb:hsql://db/app                        | SERVER
			jdbc:hsqldb:hsqls://db/app                       | SERVER
			jdbc:hsqldb:http://db/app                        | SERVER
			jdbc:hsqldb:res:org/app                          | SERVER
			jdbc:derby:memory:test;create=true               | MEMORY
			jdbc:derby:app;create=true                       | FILE
			jdbc:derby:directory:app                         | FILE
			jdbc:derby://db:1527/app                         | SERVER
			jdbc:derby:classpath:app                         | SERVER
			jdbc:sqlite::memory:                             | MEMORY
			jdbc:sqlite:                                     | MEMORY
			jdbc:sqlite:file:app?mode=memory&cache=shared    | MEMORY
			jdbc:sqlite:app.db                               | LOCKED_FILE
			jdbc:sqlite:/data/app.db                         | LOCKED_FILE
			jdbc:duckdb:                                     | MEMORY
			jdbc:duckdb:app.duckdb                           | FILE
			jdbc:postgresql://db/app                         | SERVER
			jdbc:postgresql:app                              | SERVER
			jdbc:mysql://db:3306/app?user=mem:               | SERVER
			jdbc:oracle:thin:@db:1521:app                    | SERVER
			jdbc:tc:postgresql:16:///app                     | SERVER
			nonsense                                         | SERVER
			""")
	void placeIsKnown(String url, Place place) {
		assertThat(JdbcUrl.of(url).place()).isEqualTo(place);
	}

	@Test
	void parametersAreNotShown() {
		assertThat(JdbcUrl.of("jdbc:h2:mem:test;USER=sa;PASSWORD=secret").text()).isEqualTo("jdbc:h2:mem:test");
		assertThat(JdbcUrl.of("jdbc:sqlite:app.db?password=secret").text()).isEqualTo("jdbc:sqlite:app.db");
	}

}
