// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How compiled classes get on with a version of their libraries, as the JVM sees it: it
 * loads and verifies each class, and resolves all that its code refers to, with its own
 * rules of inheritance and access. None of the code runs.
 */
final class Linkage implements AutoCloseable {

	private final Map<String, byte[]> classes = new TreeMap<>();

	private final URLClassLoader loader;

	/**
	 * Create a linkage.
	 * @param compiled jars or directories of the classes to examine
	 * @param libraries what they use
	 */
	Linkage(Collection<Path> compiled, Collection<Path> libraries) {
		compiled.forEach(this::read);
		URL[] classPath = Stream.concat(compiled.stream(), libraries.stream()).map(Linkage::url).toArray(URL[]::new);
		this.loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
	}

	private static URL url(Path file) {
		try {
			return file.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private void read(Path compiled) {
		try {
			if (Files.isDirectory(compiled)) {
				readTree(compiled);
				return;
			}
			try (FileSystem jar = FileSystems.newFileSystem(compiled)) {
				readTree(jar.getPath("/"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void readTree(Path root) throws IOException {
		try (Stream<Path> files = Files.walk(root)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".class")).toList()) {
				String name = root.relativize(file).toString();
				this.classes.put(name.substring(0, name.length() - ".class".length()).replace(File.separatorChar, '.'),
						Files.readAllBytes(file));
			}
		}
	}

	/**
	 * Return how many classes are examined.
	 */
	int size() {
		return this.classes.size();
	}

	/**
	 * Return what does not fit, a sentence for each.
	 */
	List<String> problems() {
		List<String> problems = new ArrayList<>();
		this.classes.forEach((name, classFile) -> {
			try {
				examine(load(name), classFile, problems);
			}
			catch (LinkageError | ReflectiveOperationException ex) {
				problems.add("%s cannot be loaded: %s".formatted(name, ex));
			}
		});
		return problems;
	}

	/**
	 * Load, verify and link a class.
	 */
	private Class<?> load(String name) throws ClassNotFoundException {
		Class<?> type = Class.forName(name, false, this.loader);
		type.getDeclaredMethods();
		return type;
	}

	private void examine(Class<?> type, byte[] classFile, List<String> problems) {
		for (Reference reference : References.of(classFile)) {
			if (isOwnField(reference)) {
				continue;
			}
			try {
				reference.resolve(type);
			}
			catch (LinkageError | ReflectiveOperationException | TypeNotPresentException ex) {
				problems.add("%s uses %s: %s".formatted(type.getName(), reference, ex));
			}
		}
		for (Method method : missing(type)) {
			problems.add("%s does not implement %s.%s".formatted(type.getName(), method.getDeclaringClass().getName(),
					method.getName()));
		}
	}

	/**
	 * Only constructors write final fields, which a lookup does not know.
	 */
	private boolean isOwnField(Reference reference) {
		return reference.descriptor().indexOf('(') < 0 && this.classes.containsKey(reference.owner());
	}

	/**
	 * Return what a class that can be instantiated should have implemented.
	 */
	private static List<Method> missing(Class<?> type) {
		if (Modifier.isAbstract(type.getModifiers())) {
			return List.of();
		}
		List<Method> missing = new ArrayList<>();
		Set<String> known = new HashSet<>();
		for (Class<?> one : superclasses(type)) {
			for (Method method : one.getDeclaredMethods()) {
				if (known.add(signature(method)) && Modifier.isAbstract(method.getModifiers())) {
					missing.add(method);
				}
			}
		}
		Stream.of(type.getMethods())
			.filter((method) -> method.getDeclaringClass().isInterface() && Modifier.isAbstract(method.getModifiers()))
			.filter((method) -> !known.contains(signature(method)))
			.forEach(missing::add);
		return missing;
	}

	/**
	 * Return the methods that override one of a library's, or implement it.
	 */
	Set<String> overrides() {
		Set<String> overrides = new TreeSet<>();
		for (String name : this.classes.keySet()) {
			try {
				Class<?> type = load(name);
				Set<String> inherited = inherited(type);
				Stream.of(type.getDeclaredMethods())
					.filter(overridable())
					.map(Linkage::signature)
					.filter(inherited::contains)
					.forEach((signature) -> overrides.add(name + "." + signature));
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return overrides;
	}

	private Set<String> inherited(Class<?> type) {
		Set<String> inherited = new HashSet<>();
		Set<Class<?>> supertypes = new HashSet<>();
		superclasses(type).forEach((one) -> addSupertypes(one, supertypes));
		supertypes.remove(type);
		supertypes.removeIf((one) -> this.classes.containsKey(one.getName()));
		supertypes.stream()
			.flatMap((one) -> Stream.of(one.getDeclaredMethods()))
			.filter(overridable())
			.map(Linkage::signature)
			.forEach(inherited::add);
		return inherited;
	}

	private static void addSupertypes(Class<?> type, Set<Class<?>> supertypes) {
		if (supertypes.add(type)) {
			Stream.of(type.getInterfaces()).forEach((one) -> addSupertypes(one, supertypes));
		}
	}

	private static List<Class<?>> superclasses(Class<?> type) {
		return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass).toList();
	}

	private static Predicate<Method> overridable() {
		return (method) -> (method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0;
	}

	/**
	 * To the JVM the result is part of it.
	 */
	private static String signature(Method method) {
		return method.getName()
				+ MethodType.methodType(method.getReturnType(), method.getParameterTypes()).toMethodDescriptorString();
	}

	@Override
	public void close() throws IOException {
		this.loader.close();
	}

}
