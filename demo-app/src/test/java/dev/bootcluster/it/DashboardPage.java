// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bootcluster.testing.Await;
import dev.bootcluster.testing.ClusterProcess;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * A cluster's dashboard as somebody sees and uses it.
 */
final class DashboardPage {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Pattern SAMPLES = Pattern.compile("(\\d+) to (\\d+), (\\d+) in all");

	private final ClusterProcess cluster;

	private final ChromeDriver driver;

	DashboardPage(ClusterProcess cluster, ChromeDriver driver) {
		this.cluster = cluster;
		this.driver = driver;
	}

	/**
	 * Open the page as somebody who has the token.
	 */
	void open() {
		open("#token=" + token());
		await("the workers", () -> text("connection").equals("Live") && !workers().isEmpty());
	}

	/**
	 * Open the page as somebody who has nothing.
	 */
	void openWithoutToken() {
		this.driver.executeScript("sessionStorage.clear()");
		open("");
	}

	private void open(String fragment) {
		this.driver.get("about:blank");
		this.driver.get(base() + "/actuator/cluster/dashboard" + fragment);
	}

	String token() {
		try {
			return Files.readString(this.cluster.tokenFile()).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where the cluster is.
	 */
	String base() {
		return "http://127.0.0.1:" + this.cluster.port();
	}

	String address() {
		return String.valueOf(this.driver.getCurrentUrl());
	}

	void await(String description, Await.Condition condition) {
		this.cluster.await(description + " on the page", PATIENCE, () -> {
			try {
				return condition.holds();
			}
			catch (StaleElementReferenceException ex) {
				return false;
			}
		});
	}

	/**
	 * What can be read in an element.
	 */
	String text(String id) {
		return this.driver.findElement(By.id(id)).getText();
	}

	boolean isShown(String id) {
		return this.driver.findElement(By.id(id)).isDisplayed();
	}

	/**
	 * The rows of the table of workers, in order.
	 */
	List<WebElement> workers() {
		return this.driver.findElements(By.cssSelector("#workers tbody tr"));
	}

	/**
	 * What the table of workers says.
	 * @param slot the slot
	 * @param title the column
	 */
	String cell(int slot, String title) {
		return this.driver
			.findElement(By.cssSelector("#workers tr[data-slot='%d'] [data-title='%s']".formatted(slot, title)))
			.getText();
	}

	/**
	 * What the table says of a replaced worker that lives on.
	 * @param slot the slot that it had
	 * @param title the column
	 */
	String lingering(int slot, String title) {
		return this.driver
			.findElement(By.cssSelector("#workers tr[data-lingering='%d'] [data-title='%s']".formatted(slot, title)))
			.getText();
	}

	/**
	 * The tiles of the picture of a reload, as somebody hears them who does not see them.
	 */
	List<String> tiles() {
		Stream<WebElement> tiles = this.driver.findElements(By.cssSelector("#rollout-tiles .unseen")).stream();
		return tiles.map((tile) -> String.valueOf(tile.getDomProperty("textContent"))).toList();
	}

	List<String> events() {
		return this.driver.findElements(By.cssSelector("#events .detail")).stream().map(WebElement::getText).toList();
	}

	/**
	 * Press a button for all workers, and confirm.
	 * @param order the order
	 */
	void order(String order) {
		ask(order);
		click("confirm-yes");
	}

	/**
	 * Press a button for all workers.
	 */
	void ask(String order) {
		click("order-" + order);
		await("the question", () -> isShown("confirm"));
	}

	/**
	 * Press a button in a worker's row, and confirm.
	 */
	void order(String order, int slot) {
		this.driver.findElement(By.cssSelector("[aria-label='%s slot %d']".formatted(order, slot))).click();
		await("the question", () -> text("confirm-title").equals("%s slot %d?".formatted(order, slot)));
		click("confirm-yes");
	}

	void awaitVerdict(String words) {
		await("the verdict '%s'".formatted(words), () -> text("verdict").contains(words));
	}

	void click(String id) {
		this.driver.findElement(By.id(id)).click();
	}

	void choose(String select, String option) {
		this.driver.findElement(By.id(select)).sendKeys(option);
	}

	/**
	 * Show what is folded away.
	 */
	void unfold(String id) {
		this.driver.findElement(By.cssSelector("#%s summary".formatted(id))).click();
	}

	/**
	 * Press a key wherever the focus is.
	 */
	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/**
	 * Replace the text of the field that has the focus, and send it.
	 */
	void type(String text) {
		press(Keys.chord(Keys.CONTROL, "a"), text, Keys.ENTER);
	}

	/**
	 * The id of the element that has the focus.
	 */
	String focus() {
		return String.valueOf(this.driver.switchTo().activeElement().getDomAttribute("id"));
	}

	/**
	 * Return whether the page is wider than the window.
	 */
	boolean overflows() {
		return Boolean.TRUE.equals(this.driver
			.executeScript("return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
	}

	/**
	 * The last sample that the page has.
	 */
	int lastSample() {
		return samples().get(1);
	}

	/**
	 * How many samples are missing between the first and the last.
	 */
	int missingSamples() {
		List<Integer> samples = samples();
		return samples.get(1) - samples.get(0) + 1 - samples.get(2);
	}

	private List<Integer> samples() {
		String samples = this.driver.findElement(By.id("plots")).getDomAttribute("data-samples");
		return SAMPLES.matcher(String.valueOf(samples))
			.results()
			.flatMap((match) -> Stream.of(match.group(1), match.group(2), match.group(3)))
			.map(Integer::valueOf)
			.toList();
	}

	/**
	 * Note from now on what the page says about its connection.
	 */
	void watchConnection() {
		this.driver.executeScript("""
				const connection = document.getElementById('connection');
				window.connections = [];
				new MutationObserver(() => window.connections.push(connection.textContent))
					.observe(connection, { childList: true, characterData: true, subtree: true });""");
	}

	/**
	 * What the page has said about its connection since then.
	 */
	List<?> connections() {
		return (this.driver.executeScript("return window.connections") instanceof List<?> list) ? list
				: List.of("nobody watched");
	}

}
