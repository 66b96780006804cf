// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Clients that have a session, as a script of the load generator: they send one request
 * after the other, in turn.
 *
 * @param cookies their session cookies
 */
record Visitors(List<String> cookies) {

	static Visitors of(int port, int count) throws IOException {
		List<String> cookies = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String[] line = SessionUse.WRITE.requests().get(0).split(" ");
			URL url = new URL("http", "127.0.0.1", port, line[1]);
			HttpURLConnection connection = (HttpURLConnection) url.openConnection();
			connection.setRequestMethod(line[0]);
			connection.getInputStream().close();
			cookies.add(connection.getHeaderField("Set-Cookie").split(";")[0]);
		}
		return new Visitors(cookies);
	}

	/**
	 * Write a script that formats all requests before the load begins.
	 */
	void write(Path script, SessionUse use) throws IOException {
		Files.writeString(script, """
				local cookies = { %s }
				local lines = { %s }
				local requests = {}
				local turn
				init = function()
					for _, cookie in ipairs(cookies) do
						for _, line in ipairs(lines) do
							local method, path = line:match("(%%S+) (%%S+)")
							requests[#requests + 1] = wrk.format(method, path, { ["Cookie"] = cookie })
						end
					end
					turn = math.random(#requests)
				end
				request = function()
					turn = turn %% #requests + 1
					return requests[turn]
				end
				""".formatted(quoted(this.cookies), quoted(use.requests())));
	}

	private static String quoted(List<String> texts) {
		return texts.stream().map((text) -> "\"" + text + "\"").collect(Collectors.joining(", "));
	}

}
