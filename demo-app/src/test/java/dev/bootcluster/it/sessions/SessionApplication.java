// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it.sessions;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.core.env.Environment;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;

/**
 * An application whose requests use their session in every way there is, or not at all.
 */
@RestController
@SpringBootApplication(proxyBeanMethods = false)
public class SessionApplication {

	private final Environment environment;

	SessionApplication(Environment environment) {
		this.environment = environment;
	}

	public static void main(String[] args) {
		SpringApplication.run(SessionApplication.class, args);
	}

	/**
	 * How this worker reaches its Redis.
	 */
	@GetMapping("/redis")
	Map<String, String> redis() {
		return Map.of("port", this.environment.getRequiredProperty("spring.data.redis.port"), "password",
				this.environment.getRequiredProperty("spring.data.redis.password"));
	}

	@GetMapping("/untouched")
	String untouched() {
		return "untouched";
	}

	@GetMapping("/read")
	String read(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		return (session != null) ? "read " + session.getAttribute("value") : "none";
	}

	@PostMapping("/write/{value}")
	String write(@PathVariable String value, HttpSession session) {
		session.setAttribute("value", value);
		return session.getId();
	}

	/**
	 * Commits the response, then goes on.
	 */
	@PostMapping("/stream/{value}")
	void stream(@PathVariable String value, HttpSession session, HttpServletResponse response) throws IOException {
		session.setAttribute("value", value);
		PrintWriter writer = response.getWriter();
		for (int i = 0; i < 3; i++) {
			writer.println(value);
			writer.flush();
		}
	}

	@PostMapping("/login")
	String login(HttpServletRequest request) {
		return request.changeSessionId();
	}

	@PostMapping("/logout")
	String logout(HttpSession session) {
		session.invalidate();
		return "bye";
	}

	@PostMapping("/logout-and-in/{value}")
	String logoutAndIn(@PathVariable String value, HttpServletRequest request) {
		request.getSession().invalidate();
		return write(value, request.getSession());
	}

	@PostMapping("/flash/{value}")
	RedirectView flash(@PathVariable String value, RedirectAttributes attributes) {
		attributes.addFlashAttribute("value", value);
		return new RedirectView("/flashed");
	}

	@GetMapping("/flashed")
	String flashed(Model model) {
		@Nullable Object value = model.getAttribute("value");
		return (value != null) ? "flashed " + value : "nothing";
	}

	@GetMapping("/fail")
	String fail() {
		throw new IllegalArgumentException("as asked for");
	}

}
