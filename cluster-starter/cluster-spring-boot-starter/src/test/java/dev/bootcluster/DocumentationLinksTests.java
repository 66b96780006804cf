// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The links between the pages of the documentation.
 */
class DocumentationLinksTests {

	private static final Path ROOT = Path.of("../..");

	private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");

	private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	@Test
	void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
		List<String> broken = new ArrayList<>();
		int count = 0;
		for (Path page : pages()) {
			for (String link : links(page)) {
				if (!leadsSomewhere(page, link)) {
					broken.add(page + ": " + link);
				}
				count++;
			}
		}
		assertThat(broken).isEmpty();
		assertThat(count).isGreaterThan(50);
	}

	private static List<Path> pages() throws IOException {
		try (Stream<Path> root = Files.list(ROOT);
				Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
				Stream<Path> benchmarks = Files.list(ROOT.resolve("benchmarks"))) {
			return Stream.of(root, docs, benchmarks)
				.flatMap((files) -> files)
				.filter((file) -> file.toString().endsWith(".md"))
				.toList();
		}
	}

	private static List<String> links(Path page) throws IOException {
		return LINK.matcher(text(page))
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !link.contains("://"))
			.toList();
	}

	private static boolean leadsSomewhere(Path page, String link) throws IOException {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
		return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
	}

	/**
	 * The anchors that GitHub gives to the headings of a page.
	 */
	private static Set<String> anchors(Path page) throws IOException {
		return HEADING.matcher(text(page)).results().map(DocumentationLinksTests::anchor).collect(Collectors.toSet());
	}

	private static String anchor(MatchResult heading) {
		return heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
	}

	private static String text(Path page) throws IOException {
		return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
	}

}
