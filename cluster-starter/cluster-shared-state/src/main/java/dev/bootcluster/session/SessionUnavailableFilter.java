// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.bootcluster.redis.RequestBudget;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers 503 to a request whose session is unavailable. It precedes the session filter,
 * which writes the session only after everything else is done.
 */
final class SessionUnavailableFilter implements Filter {

	private static final String RETRY_AFTER_SECONDS = "1";

	private static final byte[] PROBLEM = """
			{"title":"Service Unavailable","status":503,\
			"detail":"Sessions are unavailable at the moment. Try again in a few seconds."}
			""".strip().getBytes(StandardCharsets.UTF_8);

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		RequestBudget budget = RequestBudget.open();
		try {
			chain.doFilter(request, response);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			// A partial response must not look complete.
			if (SessionUnavailableException.in(ex) == null || response.isCommitted()) {
				throw ex;
			}
			answer((HttpServletResponse) response);
			if (request.isAsyncStarted()) {
				request.getAsyncContext().complete();
			}
		}
		finally {
			if (budget != null) {
				budget.close();
			}
		}
	}

	private static void answer(HttpServletResponse response) throws IOException {
		response.reset();
		response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
		response.setHeader("Cache-Control", "no-store");
		response.setContentType("application/problem+json");
		response.setContentLength(PROBLEM.length);
		response.getOutputStream().write(PROBLEM);
	}

}
