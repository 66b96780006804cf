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
 * Flash attributes in the session, for which only those requests load the session that
 * can have some: a cookie tells them apart. It says nothing but "look", so nobody gains
 * by forging it.
 */
final class HintedFlashMaps implements FlashMapManager {

	/**
	 * Name of the cookie that a client has while flash attributes wait for it.
	 */
	public static final String COOKIE = "CLUSTER_FLASH";

	/**
	 * Where Spring Session keeps the session that a request has loaded. It is not public:
	 * if it moves, such requests need the cookie too.
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
	 * Create flash maps.
	 * @param cookie configured as that of the session, so that the hint goes where the
	 * session's cookie goes; its name is changed
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
