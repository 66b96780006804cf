// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link Linkage}: a client is compiled with one version of a library and meets
 * another.
 */
class LinkageTests {

	@TempDir
	private Path directory;

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void aClientThatWouldFailIsCaught(String problem, String then, String now, String client) throws IOException {
		try (Linkage same = linkage(then, then, client)) {
			assertThat(same.problems()).isEmpty();
		}
		try (Linkage linkage = linkage(then, now, client)) {
			assertThat(linkage.problems()).isNotEmpty()
				.allSatisfy((found) -> assertThat(found).startsWith("Client ").contains(problem));
		}
	}

	static Stream<Arguments> aClientThatWouldFailIsCaught() {
		return Stream.of(
				arguments("uses Library.run(): java.lang.NoSuchMethodException",
						"public class Library { public static void run() { } }", "public class Library { }",
						"class Client { void call() { Library.run(); } }"),
				arguments("uses Library.read(String): java.lang.NoSuchMethodException",
						"public class Library { public void read(String text) { } }",
						"public class Library { public void read(Object any) { } }",
						"class Client { void call(Library library) { library.read(\"\"); } }"),
				arguments("uses Library.read(): java.lang.NoSuchMethodException",
						"public class Library { public Object read() { return null; } }",
						"public class Library { public String read() { return null; } }",
						"class Client { Object call(Library library) { return library.read(); } }"),
				arguments("uses Library.run(): java.lang.IllegalAccessException",
						"public class Library { public static void run() { } }",
						"public class Library { public void run() { } }",
						"class Client { Runnable call() { return Library::run; } }"),
				arguments("uses Library.run(): java.lang.IllegalAccessException",
						"public class Library { public static void run() { } }",
						"public class Library { private static void run() { } }",
						"class Client { void call() { Library.run(); } }"),
				arguments("uses Library.<init>(String)", "public class Library { protected Library(String name) { } }",
						"public class Library { protected Library(Object name) { } }",
						"class Client extends Library { Client() { super(\"\"); } }"),
				arguments("uses Library.size: java.lang.NoSuchFieldException",
						"public class Library { public int size; }", "public class Library { public long size; }",
						"class Client { int call(Library library) { return library.size; } }"),
				arguments("uses Library.run(): java.lang.IncompatibleClassChangeError",
						"public interface Library { void run(); }", "public class Library { public void run() { } }",
						"class Client { void call(Library library) { library.run(); } }"),
				arguments("Library$Failure",
						"public class Library { public static class Failure extends RuntimeException { } }",
						"public class Library { }",
						"class Client { void call() { try { hashCode(); } catch (Library.Failure ex) { } } }"),
				arguments("does not implement Library.stop", "public interface Library { void run(); }",
						"public interface Library { void run(); void stop(); }",
						"class Client implements Library { public void run() { } }"),
				arguments("does not implement Library.stop", "public abstract class Library { }",
						"public abstract class Library { protected abstract void stop(); }",
						"class Client extends Library { }"),
				arguments("cannot be loaded: java.lang.", "public class Library { public void run() { } }",
						"public class Library { public final void run() { } }",
						"class Client extends Library { public void run() { } }"),
				arguments("uses @Library.name: java.lang.NoSuchMethodException", annotation("String name();"),
						annotation("String value();"), "@Library(name = \"a\") class Client { }"),
				arguments("uses Library$Kind.B: java.lang.NoSuchFieldException",
						annotation("enum Kind { A, B } Kind value();"), annotation("enum Kind { A } Kind value();"),
						"class Client { @Library(Library.Kind.B) int field; }"));
	}

	private static String annotation(String content) {
		return "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public @interface Library { %s }"
			.formatted(content);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void aClientThatWorksIsNot(String change, String then, String now, String client) throws IOException {
		try (Linkage linkage = linkage(then, now, client)) {
			assertThat(linkage.problems()).isEmpty();
		}
	}

	static Stream<Arguments> aClientThatWorksIsNot() {
		return Stream.of(
				arguments("moved up", "public class Library { public static void run() { } }",
						"public class Library extends Base { } class Base { public static void run() { } }",
						"class Client { void call() { Library.run(); } }"),
				arguments("a default method more", "public interface Library { void run(); }",
						"public interface Library { void run(); default void stop() { } }",
						"class Client implements Library { public void run() { } }"),
				arguments("protected, to a subclass", "public class Library { public void run() { } }",
						"public class Library { protected void run() { } }",
						"class Client extends Library { void call() { run(); } }"));
	}

	@Test
	void anOverrideThatNobodyCallsAnyMoreIsGone() throws IOException {
		String then = "public class Library { protected void run() { } protected void stop() { } }";
		String now = "public class Library { protected void run() { } protected void halt() { } }";
		String client = "class Client extends Library { protected void run() { } protected void stop() { } }";
		try (Linkage linkage = linkage(then, then, client)) {
			assertThat(linkage.overrides()).containsExactly("Client.run()V", "Client.stop()V");
		}
		try (Linkage linkage = linkage(then, now, client)) {
			assertThat(linkage.overrides()).containsExactly("Client.run()V");
		}
	}

	private Linkage linkage(String then, String now, String client) throws IOException {
		Path compiled = compile(client, List.of(compile(then, List.of())));
		return new Linkage(List.of(compiled), List.of(compile(now, List.of())));
	}

	private Path compile(String source, List<Path> classPath) throws IOException {
		Path home = Files.createTempDirectory(this.directory, "");
		Path file = home.resolve(source.contains("Client") ? "Client.java" : "Library.java");
		Path classes = Files.createDirectory(home.resolve("classes"));
		AppJar.compile(List.of(Files.writeString(file, source)), new ArrayList<>(classPath), classes);
		return classes;
	}

}
