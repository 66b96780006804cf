// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.util.function.BooleanSupplier;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/**
 * Proof by Spring Security: the current request is authenticated and has the authority
 * that the operator named. That somebody is logged in proves nothing.
 *
 * @param authority the authority, as Spring Security names it
 */
record AuthorityProof(String authority) implements BooleanSupplier {

	/**
	 * A proof that nobody has where there is no Spring Security.
	 */
	static BooleanSupplier of(String authority) {
		boolean security = ClassUtils.isPresent("org.springframework.security.core.context.SecurityContextHolder",
				AuthorityProof.class.getClassLoader());
		return (security && !authority.isBlank()) ? new AuthorityProof(authority) : () -> false;
	}

	@Override
	public boolean getAsBoolean() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return authentication != null && authentication.isAuthenticated()
				&& !(authentication instanceof AnonymousAuthenticationToken)
				&& authentication.getAuthorities()
					.stream()
					.anyMatch((granted) -> this.authority.equals(granted.getAuthority()));
	}

}
