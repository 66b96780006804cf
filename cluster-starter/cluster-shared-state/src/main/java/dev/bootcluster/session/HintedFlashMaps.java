// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.support.SessionFlashMapManager;

/**
 * Keeps flash attributes in the session, but loads it only for requests that may have
 * some, which carry a cookie. The cookie says no more than "look", so nothing is gained
 * by forging it.
 */
final class HintedFlashMaps implements FlashMapManager {

	/**
	 * Name of the cookie a client has while flash attributes wait for it.
	 */
	public static final String COOKIE = "CLUSTER_FLASH";

	/**
	 * Where Spring Session keeps the session a request has loaded. This is not public
	 * API: if it moves, such requests need the cookie as well.
	 */
	private static final String LOADED_SESSION = SessionRepositoryFilter.SESSION_REPOSITORY_ATTR + ".CURRENT_SESSION";

	private final SessionFlashMapManager flashMaps = new SessionFlashMapManager() {

		@Override
		protected void updateFlashMaps(List<FlashMap> flashMaps, HttpServletRequest request,
				HttpServletResponse response) {
			super.updateFlashMaps(flashMaps, request, response);
			if (!flashMaps.isEmpty()) {
				write("1", getFlashMapTimeout(), request, response);
			}
			else if (isHinted(request)) {
				write("", 0, request, response);
			}
		}

	};

	private final DefaultCookieSerializer cookie;

	/**
	 * Create an instance.
	 * @param cookie configured like the session's cookie, so that the hint is sent
	 * wherever that is; its name is changed
	 */
	public HintedFlashMaps(DefaultCookieSerializer cookie) {
		cookie.setCookieName(COOKIE);
		cookie.setUseBase64Encoding(false);
		this.cookie = cookie;
	}

	@Override
	public @Nullable FlashMap retrieveAndUpdate(HttpServletRequest request, HttpServletResponse response) {
		if (request.getAttribute(LOADED_SESSION) == null && !isHinted(request)) {
			return null;
		}
		return this.flashMaps.retrieveAndUpdate(request, response);
	}

	@Override
	public void saveOutputFlashMap(FlashMap flashMap, HttpServletRequest request, HttpServletResponse response) {
		this.flashMaps.saveOutputFlashMap(flashMap, request, response);
	}

	private boolean isHinted(HttpServletRequest request) {
		return !this.cookie.readCookieValues(request).isEmpty();
	}

	private void write(String value, int maxAge, HttpServletRequest request, HttpServletResponse response) {
		CookieValue hint = new CookieValue(request, response, value);
		hint.setCookieMaxAge(maxAge);
		this.cookie.writeCookieValue(hint);
	}

}
