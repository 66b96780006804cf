// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a JDBC or R2DBC URL keeps its database.
 *
 * @param text the URL, without the parameters, which may hold passwords
 * @param place where the database is
 */
record JdbcUrl(String text, Place place) {

	/**
	 * The first group is the driver, the second what follows. Wrappers such as
	 * {@code jdbc:p6spy:} stand before the driver.
	 */
	private static final Pattern URL = Pattern
		.compile("(?:jdbc|r2dbc):(?:p6spy:|otel:|log4jdbc:|pool:|proxy:|datadog:)*([a-z0-9]+):(.*)", Pattern.DOTALL);

	private static final Pattern H2_MEMORY = Pattern
		.compile("(mem:|/{3}mem:|memfs:|memlz:|niomemfs:|niomemlz:|nodemem:).*", Pattern.DOTALL);

	private static final Pattern SERVER = Pattern.compile("(tcp:|ssl:|hsqls?:|https?:|//[^/]).*", Pattern.DOTALL);

	private static final Pattern READ_ONLY = Pattern.compile("(zip:|res:|jar:|classpath:).*", Pattern.DOTALL);

	static JdbcUrl of(String url) {
		String shown = url.split("[;?]", 2)[0];
		Matcher matcher = URL.matcher(url.strip().toLowerCase(Locale.ROOT));
		if (!matcher.matches()) {
			return new JdbcUrl(shown, Place.SERVER);
		}
		String rest = matcher.group(2);
		return new JdbcUrl(shown, switch (matcher.group(1)) {
			case "h2" -> h2(rest);
			case "hsqldb" -> file(rest, rest.startsWith("mem:") || rest.startsWith("."));
			case "derby" -> file(rest, rest.startsWith("memory:"));
			case "sqlite" -> sqlite(rest);
			case "duckdb" -> file(rest, rest.isEmpty() || rest.startsWith(":memory:"));
			default -> Place.SERVER;
		});
	}

	private static Place h2(String rest) {
		if (H2_MEMORY.matcher(rest).matches()) {
			return Place.MEMORY;
		}
		if (rest.contains("auto_server=true")) {
			return Place.LENT_FILE;
		}
		return rest.contains("file_lock=no") ? Place.SERVER : file(rest, false);
	}

	private static Place file(String rest, boolean memory) {
		if (memory) {
			return Place.MEMORY;
		}
		return (SERVER.matcher(rest).matches() || READ_ONLY.matcher(rest).matches()) ? Place.SERVER : Place.FILE;
	}

	/**
	 * Several processes may open such a file, but one writer locks out all others.
	 */
	private static Place sqlite(String rest) {
		boolean memory = rest.isEmpty() || rest.startsWith("?") || rest.contains(":memory:")
				|| rest.contains("mode=memory");
		return memory ? Place.MEMORY : Place.LOCKED_FILE;
	}

	/**
	 * Where a database is.
	 */
	enum Place {

		/**
		 * In the memory of the process.
		 */
		MEMORY,

		/**
		 * In a file that one process opens.
		 */
		FILE,

		/**
		 * In a file that all processes open and one at a time changes.
		 */
		LOCKED_FILE,

		/**
		 * In a file that one process opens and serves to the others.
		 */
		LENT_FILE,

		/**
		 * Where all processes reach it.
		 */
		SERVER

	}

}
