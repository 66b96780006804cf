// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWarDeployment;
import org.springframework.boot.session.autoconfigure.SessionProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How long a session lives without a request, by Boot's properties. Boot's own bean for
 * this, {@code SessionTimeout}, is not in 4.0.0.
 */
interface SessionLifetime {

	/**
	 * Return the time.
	 * @return the time, {@code null} for that of the repository
	 */
	@Nullable Duration timeout();

	/**
	 * A server of our own says it if nothing else does, one around us has other sessions.
	 */
	@Configuration(proxyBeanMethods = false)
	class Beans {

		@Bean
		@ConditionalOnNotWarDeployment
		SessionLifetime clusterSessionLifetime(SessionProperties session, ServerProperties server) {
			return () -> {
				Duration timeout = session.getTimeout();
				return (timeout != null) ? timeout : server.getServlet().getSession().getTimeout();
			};
		}

		@Bean
		@ConditionalOnWarDeployment
		SessionLifetime clusterSessionLifetimeInWar(SessionProperties session) {
			return session::getTimeout;
		}

	}

}
