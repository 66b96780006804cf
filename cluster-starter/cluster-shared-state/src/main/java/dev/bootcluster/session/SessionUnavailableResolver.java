// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Lets {@link SessionUnavailableException} pass through Spring MVC, past the
 * application's catch-all exception handlers, which would turn it into errors of their
 * own.
 */
final class SessionUnavailableResolver implements HandlerExceptionResolver, Ordered {

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		SessionUnavailableException cause = SessionUnavailableException.in(exception);
		if (cause != null) {
			throw cause;
		}
		return null;
	}

}
