// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.servlet.FlashMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HintedFlashMaps}.
 */
class HintedFlashMapsTests {

	private final HintedFlashMaps flashMaps = new HintedFlashMaps(new DefaultCookieSerializer());

	private final SessionRepositoryFilter<MapSession> filter = new SessionRepositoryFilter<>(
			new MapSessionRepository(new ConcurrentHashMap<>()));

	@Test
	void flashMapComesWithTheHintAndTakesItAway() {
		MockHttpServletResponse saved = save("/target");
		assertThat(saved.getCookie(HintedFlashMaps.COOKIE)).returns("1", Cookie::getValue)
			.returns(180, Cookie::getMaxAge)
			.returns("/", Cookie::getPath)
			.returns(true, Cookie::isHttpOnly);
		MockHttpServletResponse response = new MockHttpServletResponse();
		Map<String, Object> found = retrieve("/target", response, false, saved.getCookies());
		assertThat(found).containsEntry("message", "done");
		assertThat(response.getCookie(HintedFlashMaps.COOKIE)).returns(0, Cookie::getMaxAge);
		assertThat(retrieve("/target", new MockHttpServletResponse(), false, saved.getCookies())).isNull();
	}

	@Test
	void hintStaysUntilTheRightRequestComes() {
		MockHttpServletResponse saved = save("/target");
		MockHttpServletResponse response = new MockHttpServletResponse();
		assertThat(retrieve("/elsewhere", response, false, saved.getCookies())).isNull();
		assertThat(response.getCookie(HintedFlashMaps.COOKIE)).isNull();
		assertThat(retrieve("/target", response, false, saved.getCookies())).isNotNull();
	}

	@Test
	void requestWithoutTheHintLeavesTheSessionAlone() {
		Cookie session = save("/target").getCookie("SESSION");
		MockHttpServletResponse response = new MockHttpServletResponse();
		assertThat(retrieve("/target", response, false, session)).isNull();
		assertThat(response.getCookies()).isEmpty();
	}

	@Test
	void requestThatHasLoadedItsSessionNeedsNoHint() {
		Cookie session = save("/target").getCookie("SESSION");
		assertThat(retrieve("/target", new MockHttpServletResponse(), true, session)).isNotNull();
	}

	@Test
	void flashMapsOfOthersAreKept() {
		MockHttpServletResponse one = save("/one");
		MockHttpServletResponse other = save("/other", one.getCookies());
		assertThat(other.getCookie("SESSION")).as("a new session").isNull();
		MockHttpServletResponse response = new MockHttpServletResponse();
		assertThat(retrieve("/one", response, false, one.getCookies())).isNotNull();
		assertThat(response.getCookie(HintedFlashMaps.COOKIE)).returns("1", Cookie::getValue);
		assertThat(retrieve("/other", response, false, one.getCookies())).isNotNull();
	}

	@Test
	void forgedHintFindsNothing() {
		assertThat(retrieve("/target", new MockHttpServletResponse(), false, new Cookie(HintedFlashMaps.COOKIE, "x")))
			.isNull();
	}

	private MockHttpServletResponse save(String target, Cookie... cookies) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		FlashMap flashMap = new FlashMap();
		flashMap.put("message", "done");
		flashMap.setTargetRequestPath(target);
		request("/source", response, (request, wrapped) -> this.flashMaps.saveOutputFlashMap(flashMap,
				(HttpServletRequest) request, (HttpServletResponse) wrapped), cookies);
		return response;
	}

	private @Nullable Map<String, Object> retrieve(String path, MockHttpServletResponse response, boolean loaded,
			Cookie... cookies) {
		FlashMap[] found = new FlashMap[1];
		request(path, response, (request, wrapped) -> {
			HttpServletRequest http = (HttpServletRequest) request;
			if (loaded) {
				http.getSession();
			}
			found[0] = this.flashMaps.retrieveAndUpdate(http, (HttpServletResponse) wrapped);
		}, cookies);
		return found[0];
	}

	private void request(String path, MockHttpServletResponse response, FilterChain handler, Cookie... cookies) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		request.setCookies(List.of(cookies).toArray(Cookie[]::new));
		try {
			this.filter.doFilter(request, response, handler);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
