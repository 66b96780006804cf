// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Access for requests that bring one of three proofs.
 */
final class ProvenAccess implements ClusterAccess {

	/**
	 * The same for everybody: behind a proxy, strangers look like this machine.
	 */
	private static final String REMEDY = "send the cluster's token, whose file the primary names in its log"
			+ " (Authorization: Bearer <token>), or authenticate with the authority of cluster.access.authority";

	private final BooleanSupplier authority;

	private final @Nullable AccessToken token;

	private final Witness kernel;

	ProvenAccess(BooleanSupplier authority, @Nullable AccessToken token, Witness kernel) {
		this.authority = authority;
		this.token = token;
		this.kernel = kernel;
	}

	@Override
	public Optional<String> refusal() {
		if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
			return refuse("The origin of the request is unknown");
		}
		HttpServletRequest request = attributes.getRequest();
		if (isWithToken(request)) {
			return Optional.empty();
		}
		LocalRequest local = LocalRequest.of(request);
		if (this.authority.getAsBoolean()) {
			// A browser adds it to what any page lets it send, but the page has no token.
			return local.isOfAnotherSite() ? refuse(LocalRequest.ANOTHER_SITE) : Optional.empty();
		}
		String doubt = local.doubt();
		if (doubt == null) {
			doubt = doubt(local.client(), local.server());
		}
		return (doubt != null) ? refuse(doubt) : Optional.empty();
	}

	private boolean isWithToken(HttpServletRequest request) {
		return this.token != null && this.token.matches(request.getHeader(HttpHeaders.AUTHORIZATION));
	}

	private @Nullable String doubt(@Nullable InetSocketAddress client, @Nullable InetSocketAddress server) {
		if (client == null || server == null) {
			return "The connection of the request is unknown";
		}
		Doubt doubt = this.kernel.doubt(client, server);
		return (doubt != null) ? doubt.sentence() : null;
	}

	private static Optional<String> refuse(String reason) {
		return Optional.of("%s: %s".formatted(reason, REMEDY));
	}

	/**
	 * Says whether a process of this user, and no relay, opened a connection.
	 */
	interface Witness {

		/**
		 * Look at the process at the other end of a connection.
		 * @param client the address of its end
		 * @param server the address of our end
		 * @return what speaks against it, {@code null} if nothing does
		 */
		@Nullable Doubt doubt(InetSocketAddress client, InetSocketAddress server);

	}

}
