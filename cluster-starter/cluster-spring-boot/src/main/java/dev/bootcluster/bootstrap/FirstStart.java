// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.util.ClassUtils;

/**
 * The way out of an application that starts a second time in another class loader. As
 * long as the main thread is in one of its methods, the first class loader and all of its
 * classes stay in memory. An exception that nobody sees ends the thread, as Boot's
 * developer tools do it.
 */
final class FirstStart {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	/**
	 * Handlers that get the exception, also after {@link java.lang.reflect.Method#invoke}
	 * has wrapped it.
	 */
	private static final Set<String> NOTICING = Stream
		.of(AbandonedRunException.class, RuntimeException.class, Exception.class, Throwable.class,
				InvocationTargetException.class, ReflectiveOperationException.class)
		.map(Type::getInternalName)
		.collect(Collectors.toSet());

	/**
	 * The JDK's threads that wait for child processes. They stay for the next one, with
	 * the context class loader of the thread that started the first.
	 */
	private static final String REAPER = "process reaper";

	private static final String OURS = FirstStart.class.getPackageName();

	private FirstStart() {
	}

	/**
	 * Create a class loader that does not hold that of its creator. Up to JDK 23 it keeps
	 * the protection domains of all classes on the stack, so the JDK has to create it in
	 * a thread of its own, with no class of ours.
	 */
	static ClassLoader newClassLoader(String name, URL jar) throws ReflectiveOperationException, InterruptedException {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		MethodHandle constructor = MethodHandles.publicLookup()
			.findConstructor(URLClassLoader.class,
					MethodType.methodType(void.class, String.class, URL[].class, ClassLoader.class));
		try {
			// This is where the class of the callable goes.
			thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
			Callable<?> callable = MethodHandleProxies.asInterfaceInstance(Callable.class, MethodHandles
				.insertArguments(constructor, 0, name, new URL[] { jar }, ClassLoader.getPlatformClassLoader()));
			FutureTask<?> creation = new FutureTask<>(callable);
			if (ForkJoinPool.getCommonPoolParallelism() > 0) {
				ForkJoinPool.commonPool().execute(creation);
			}
			else {
				// Its pool has no threads: the creator's loader stays in memory.
				creation.run();
			}
			return (ClassLoader) creation.get();
		}
		catch (ExecutionException ex) {
			throw new InvocationTargetException(ex.getCause());
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * End this thread without a word, provided that it is the main thread and none of the
	 * methods in which it is would notice. Does nothing otherwise.
	 * @throws AbandonedRunException if they would not
	 */
	static void end() {
		List<StackFrame> callers = STACK
			.walk((frames) -> frames.dropWhile((frame) -> frame.getClassName().startsWith(OURS)).toList());
		if (callers.get(callers.size() - 1).getMethodName().equals("main")
				&& callers.stream().noneMatch(FirstStart::notices)) {
			Thread thread = Thread.currentThread();
			Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((other) -> other == thread || isReaperOfOurs(other))
				.forEach((other) -> other.setContextClassLoader(ClassLoader.getSystemClassLoader()));
			thread.setUncaughtExceptionHandler((ended, failure) -> {
				// The application goes on in another thread.
			});
			throw new AbandonedRunException();
		}
	}

	/**
	 * Not each JDK lets these threads have another class loader than its own.
	 */
	private static boolean isReaperOfOurs(Thread thread) {
		return thread.getName().startsWith(REAPER)
				&& thread.getContextClassLoader() == FirstStart.class.getClassLoader();
	}

	/**
	 * Whether a method has a handler for it ({@code catch}, {@code finally} and what
	 * compilers turn into them). The JDK's only wrap exceptions, and Boot knows this one.
	 */
	private static boolean notices(StackFrame frame) {
		Class<?> type = frame.getDeclaringClass();
		if (type.getModule().isNamed() || type == SpringApplication.class) {
			return false;
		}
		try (InputStream code = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			return code == null || notices(code, frame.getMethodName(), frame.getDescriptor());
		}
		catch (IOException | RuntimeException ex) {
			return true;
		}
	}

	static boolean notices(InputStream code, String method, String descriptor) throws IOException {
		AtomicBoolean noticed = new AtomicBoolean();
		MethodVisitor handlers = new MethodVisitor(Opcodes.ASM9) {

			@Override
			public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
				if (type == null || NOTICING.contains(type)) {
					noticed.set(true);
				}
			}

		};
		new ClassReader(code).accept(new ClassVisitor(Opcodes.ASM9) {

			@Override
			public @Nullable MethodVisitor visitMethod(int access, String name, String type, @Nullable String signature,
					String @Nullable [] exceptions) {
				return (name.equals(method) && type.equals(descriptor)) ? handlers : null;
			}

		}, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		return noticed.get();
	}

}
