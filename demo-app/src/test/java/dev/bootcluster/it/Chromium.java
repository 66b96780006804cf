// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The machine's chromium without a window, and what it says of the pages that it showed.
 */
final class Chromium implements AutoCloseable {

	private static final String BROWSER = "chromium";

	private static final String DRIVER = "chromedriver";

	private static final String AXE = "/axe.min.js";

	/**
	 * What a browser logs of requests that fail, whether or not the page knows what to
	 * do.
	 */
	private static final String FAILED_REQUEST = "Failed to load resource";

	private final ChromeDriver driver;

	private final List<String> requests = new ArrayList<>();

	private Chromium(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Skip the test where there is no browser.
	 */
	static void assumeInstalled() {
		Assumptions.assumeTrue(program(BROWSER).isPresent() && program(DRIVER).isPresent(),
				"This machine has no chromium and chromedriver (Debian: chromium, chromium-driver)");
	}

	static Chromium start() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(program(BROWSER).orElseThrow());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-background-networking", "--disable-component-update");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		logs.enable(LogType.PERFORMANCE, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(program(DRIVER).orElseThrow())
			.usingAnyFreePort()
			.build();
		return new Chromium(new ChromeDriver(service, options));
	}

	private static Optional<File> program(String name) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

	ChromeDriver driver() {
		return this.driver;
	}

	/**
	 * Be somebody else's browser. Nothing moves: a colour that changes has no contrast.
	 * @param scheme {@code light} or {@code dark}
	 * @param width the width of the page in pixels
	 */
	void look(String scheme, int width) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 720));
	}

	/**
	 * What axe-core finds wrong with the page as it is now.
	 */
	List<String> violations() {
		this.driver.executeScript(axe());
		Object found = this.driver.executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				axe.run(document).then((result) => done(result.violations.map((violation) =>
					violation.id + ': ' + violation.nodes.map((node) => node.html).join(', '))));""");
		return (found instanceof List<?> list) ? list.stream().map(String::valueOf).toList() : List.of("no answer");
	}

	private static String axe() {
		try (InputStream script = Chromium.class.getResourceAsStream(AXE)) {
			if (script == null) {
				throw new IllegalStateException("No " + AXE);
			}
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the console has to complain about since the last time, requests that failed
	 * aside: errors, and violations of the content security policy.
	 */
	List<String> complaints() {
		Stream<LogEntry> log = this.driver.manage().logs().get(LogType.BROWSER).getAll().stream();
		return log.map(LogEntry::getMessage).filter((message) -> !message.contains(FAILED_REQUEST)).toList();
	}

	/**
	 * The addresses of all requests up to now.
	 */
	List<String> requests() {
		for (LogEntry entry : this.driver.manage().logs().get(LogType.PERFORMANCE)) {
			JsonNode message = JsonMapper.shared().readTree(entry.getMessage()).path("message");
			if (message.path("method").asString("").equals("Network.requestWillBeSent")) {
				this.requests.add(message.at("/params/request/url").asString(""));
			}
		}
		return this.requests;
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
