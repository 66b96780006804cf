// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.bootcluster.metrics.Contribution.ProcessId;
import dev.bootcluster.metrics.KeptCounts.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link KeptCounts}.
 */
class KeptCountsTests {

	@TempDir
	private Path directory;

	private final Set<Long> alive = new HashSet<>();

	@Test
	void countsOfAProcessThatDoesNotAnswerAreThere() throws IOException {
		write(1, 7, 100, 5);
		write(2, 8, 200, 6);
		assertThat(total(Set.of())).isEqualTo(11);
		assertThat(total(Set.of(new ProcessId(8, 200)))).isEqualTo(5);
	}

	@Test
	void lastCountsAreTheOnesThatCount() throws IOException {
		KeptCounts counts = counts();
		counts.write(contribution(1, 7, 100, 5));
		assertThat(total(counts, Set.of())).isEqualTo(5);
		counts.write(contribution(1, 7, 100, 6));
		assertThat(total(counts, Set.of())).isEqualTo(6);
	}

	@Test
	void filesAreForTheirOwnerOnly() throws IOException {
		write(1, 7, 100, 5);
		assertThat(files()).singleElement()
			.extracting((file) -> PosixFilePermissions.toString(permissions(file)))
			.isEqualTo("rw-------");
	}

	@Test
	void fileThatWasDeletedIsWrittenAgain() throws IOException {
		KeptCounts counts = counts();
		counts.write(contribution(1, 7, 100, 5));
		Files.delete(files().get(0));
		counts.write(contribution(1, 7, 100, 5));
		assertThat(total(Set.of())).isEqualTo(5);
	}

	@Test
	void processWithAUsedIdIsAnother() throws IOException {
		write(1, 7, 100, 5);
		write(1, 8, 100, 6);
		assertThat(total(Set.of(new ProcessId(8, 100)))).isEqualTo(5);
	}

	@Test
	void processesThatAreGoneAreFolded() throws IOException {
		this.alive.add(100L);
		write(1, 1, 100, 1000);
		for (int launch = 2; launch < 10; launch++) {
			write(1 + launch % 2, launch, 100 + launch, launch);
		}
		fold();
		assertThat(files()).hasSize(2);
		assertThat(total(Set.of())).isEqualTo(1044);
		write(3, 10, 110, 10);
		assertThat(total(Set.of(new ProcessId(1, 100)))).isEqualTo(54);
	}

	@Test
	void fewFilesAreNotWorthFolding() throws IOException {
		for (int launch = 0; launch < KeptCounts.FOLDED_AT - 1; launch++) {
			write(1, launch, 100 + launch, 1);
		}
		fold();
		assertThat(files()).hasSize(KeptCounts.FOLDED_AT - 1);
	}

	/**
	 * Killed between the two steps.
	 */
	@Test
	void countsThatWereFoldedButNotDeletedCountOnce() throws IOException {
		List<byte[]> contents = writeEight();
		List<Path> files = files();
		fold();
		assertThat(total(Set.of())).isEqualTo(8);
		for (int i = 0; i < files.size(); i++) {
			Files.write(files.get(i), contents.get(i));
		}
		assertThat(total(Set.of())).isEqualTo(8);
		fold();
		assertThat(total(Set.of())).isEqualTo(8);
		assertThat(counts().except(Set.of()).gone()).isLessThan(KeptCounts.FOLDED_AT);
	}

	/**
	 * Killed before the first step.
	 */
	@Test
	void halfWrittenFileIsNobodys() throws IOException {
		writeEight();
		Path half = this.directory.resolve("metrics-gone-999.tmp");
		Files.writeString(half, "{\"proc");
		assertThat(total(Set.of())).isEqualTo(8);
		fold();
		assertThat(half).doesNotExist();
		assertThat(total(Set.of())).isEqualTo(8);
	}

	@Test
	void processThatAnsweredBeforeItWasFoldedIsDead() throws IOException {
		writeEight();
		fold();
		ProcessId process = new ProcessId(3, 103);
		Kept kept = counts().except(Set.of(process, new ProcessId(99, 1)));
		assertThat(kept.dead()).containsExactly(process);
	}

	@Test
	void fileThatCannotBeReadIsLeftOut() throws IOException {
		write(1, 7, 100, 5);
		Files.writeString(this.directory.resolve("metrics-1-8-101"), "{\"slot\":1,");
		Files.writeString(this.directory.resolve("metrics-gone"), "nonsense");
		// Says that it is another's.
		Files.copy(this.directory.resolve("metrics-1-7-100"), this.directory.resolve("metrics-1-9-102"));
		Files.createSymbolicLink(this.directory.resolve("metrics-1-7-103"), this.directory.resolve("metrics-1-7-100"));
		Files.createDirectory(this.directory.resolve("metrics-1-7-104"));
		assertThat(total(Set.of())).isEqualTo(5);
	}

	@Test
	void fileOfWhichNobodyKnowsWhatItContainsIsAnError() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		CountFiles files = new CountFiles(this.directory);
		Path tooLong = this.directory.resolve("x".repeat(300));
		assertThatIOException().isThrownBy(() -> files.read(tooLong, Contribution.class));
		assertThat(files.read(this.directory.resolve("missing"), Contribution.class)).isNull();
		assertThatIOException().isThrownBy(() -> new CountFiles(file).list());
	}

	@Test
	void whatCannotBeReadIsNotFolded() throws IOException {
		writeEight();
		Path nonsense = Files.writeString(this.directory.resolve("metrics-1-99-199"), "nonsense");
		fold();
		assertThat(files()).containsExactly(nonsense, this.directory.resolve("metrics-gone"));
		assertThat(total(Set.of())).isEqualTo(8);
	}

	@Test
	void nothingIsFoldedIntoWhatCannotBeRead() throws IOException {
		writeEight();
		Path gone = Files.writeString(this.directory.resolve("metrics-gone"), "nonsense");
		fold();
		assertThat(gone).hasContent("nonsense");
		assertThat(files()).hasSize(9);
		assertThat(total(Set.of())).isEqualTo(8);
	}

	@Test
	void fileOfAnotherUserIsLeftOut() throws IOException {
		write(1, 7, 100, 5);
		Path file = files().get(0);
		if (isRoot()) {
			Files.setAttribute(file, "unix:uid", 12345);
			assertThat(total(Set.of())).isZero();
		}
	}

	@Test
	void filesOfAnotherViewAreNotRead() throws IOException {
		write(1, 7, 100, 5);
		KeptCounts other = new KeptCounts(this.directory, "other", this.alive::contains);
		assertThat(other.except(Set.of()).contributions()).isEmpty();
	}

	@Test
	void nothingIsKeptAtFirst() throws IOException {
		assertThat(new KeptCounts(this.directory.resolve("none"), "metrics", this.alive::contains).except(Set.of())
			.contributions()).isEmpty();
	}

	@Test
	void onlyTheLastThousandProcessesAreRemembered() {
		KeptCounts.Folded folded = new KeptCounts.Folded(List.of(), List.of());
		for (int launch = 1; launch <= 1010; launch++) {
			folded = folded.with(List.of(contribution(1, launch, launch, 1)));
		}
		assertThat(folded.processes()).hasSize(1000).startsWith(new ProcessId(11, 11));
		assertThat(sum(folded.slots())).isEqualTo(1010);
	}

	private List<byte[]> writeEight() throws IOException {
		for (int launch = 0; launch < 8; launch++) {
			write(1 + launch % 2, launch, 100 + launch, 1);
		}
		return files().stream().map(KeptCountsTests::read).toList();
	}

	private void fold() throws IOException {
		KeptCounts counts = counts();
		counts.fold(counts.except(Set.of()));
	}

	private KeptCounts counts() {
		return new KeptCounts(this.directory, "metrics", this.alive::contains);
	}

	private void write(int slot, long launch, long pid, double count) throws IOException {
		counts().write(contribution(slot, launch, pid, count));
	}

	static Contribution contribution(int slot, long launch, long pid, double count) {
		return new Contribution(slot, new ProcessId(launch, pid), List.of(new Family("requests", Kind.COUNTER, null,
				null, List.of(new Series(Map.of("uri", "/"), 0, 0, new Value.Count(count, null))))));
	}

	private double total(Set<ProcessId> answered) throws IOException {
		return total(counts(), answered);
	}

	private static double total(KeptCounts counts, Set<ProcessId> answered) throws IOException {
		return sum(counts.except(answered).contributions());
	}

	private static double sum(List<Contribution> contributions) {
		return contributions.stream()
			.flatMap((contribution) -> contribution.families().stream())
			.flatMap((family) -> family.series().stream())
			.mapToDouble((series) -> ((Value.Count) series.value()).value())
			.sum();
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> !file.toString().endsWith(".lock")).sorted().toList();
		}
	}

	private static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Set<PosixFilePermission> permissions(Path file) {
		try {
			return Files.getPosixFilePermissions(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isRoot() throws IOException {
		return Integer.valueOf(0).equals(Files.getAttribute(this.directory, "unix:uid"));
	}

}
