// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.bootcluster.ipc.Ipc;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Finds a directory from which Netty's native library can be loaded if that is impossible
 * from the temporary directory, where Netty unpacks it.
 */
final class NativeLibraries {

	private static final String DIRECTORY = "io.netty.native.workdir";

	/**
	 * The processors that Netty has a library for.
	 */
	private static final Set<String> IN_NETTY = Set.of("amd64", "aarch64");

	private static final String TEMPORARY = "java.io.tmpdir";

	private NativeLibraries() {
	}

	/**
	 * Return why descriptors cannot be passed. Where they usually can, a start that is
	 * followed by a second one leaves the question to it, because the library stays in
	 * memory with the class loader that has loaded it.
	 * @param environment the application's environment
	 * @return the reason and what to do, {@code null} if they can
	 */
	static @Nullable String unavailable(Environment environment) {
		ExecutablePlaces places = prepare(environment, System.getenv(), System.getProperties(),
				ExecutablePlaces::allows);
		if (places == null && PinnedStart.isToComeAgain() && IN_NETTY.contains(System.getProperty("os.arch"))
				&& "Linux".equals(System.getProperty("os.name"))) {
			return null;
		}
		String reason = Ipc.unavailable();
		return (reason != null && places != null) ? reason + remedy(places) : reason;
	}

	/**
	 * Set where Netty unpacks its library, before it is used for the first time.
	 */
	static void prepare(Environment environment) {
		prepare(environment, System.getenv(), System.getProperties(), ExecutablePlaces::allows);
	}

	/**
	 * Set where Netty unpacks its library.
	 * @return the places that were tried in vain, {@code null} if there was no need to or
	 * one of them will do
	 */
	static @Nullable ExecutablePlaces prepare(Environment environment, Map<String, String> variables,
			Properties properties, Predicate<Path> allows) {
		if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
			return null;
		}
		Path temporary = Path.of(properties.getProperty(TEMPORARY));
		if (properties.getProperty(DIRECTORY) != null || properties.getProperty("io.netty.tmpdir") != null
				|| allows.test(temporary)) {
			return null;
		}
		ExecutablePlaces places = ExecutablePlaces.after(temporary, environment, variables);
		Path place = places.first(allows);
		if (place == null) {
			return places;
		}
		properties.setProperty(DIRECTORY, place.toString());
		return null;
	}

	static String remedy(ExecutablePlaces places) {
		return ", because no file can be created and executed in %s (full, or mounted noexec?). "
			.formatted(places.places().stream().map(Path::toString).collect(Collectors.joining(" or ")))
				+ "Start java with -D%s=<a directory that allows it>".formatted(DIRECTORY);
	}

}
