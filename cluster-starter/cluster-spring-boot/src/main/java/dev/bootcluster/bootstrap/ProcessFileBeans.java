// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.bootcluster.ipc.CommonFile;
import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.system.ApplicationPid;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ReflectionUtils;

/**
 * Writers of process files that the application has as beans, and so in workers alone.
 * The first worker writes the primary's process id and the cluster's port in the
 * primary's stead; no worker deletes them at its end, but the primary does at its own.
 */
final class ProcessFileBeans implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(ProcessFileBeans.class);

	private static final String LIST = "process-files";

	private final ConfigurableApplicationContext context;

	private final WorkerLaunch launch;

	private final long primary;

	private ProcessFileBeans(ConfigurableApplicationContext context, WorkerLaunch launch, long primary) {
		this.context = context;
		this.launch = launch;
		this.primary = primary;
	}

	/**
	 * Look after the writers of an application whose beans do not exist yet.
	 * @param context the application's context
	 * @param launch what the primary told this worker
	 * @param primary the primary's process id
	 */
	static void install(ConfigurableApplicationContext context, WorkerLaunch launch, long primary) {
		context.getBeanFactory().addBeanPostProcessor(new ProcessFileBeans(context, launch, primary));
	}

	/**
	 * Delete what workers have written, once the last is gone.
	 * @param directory the cluster's directory
	 */
	static void delete(Path directory) {
		Path list = directory.resolve(CommonFile.DIRECTORY).resolve(LIST);
		try {
			if (Files.exists(list)) {
				for (String file : Files.readAllLines(list)) {
					Files.deleteIfExists(Path.of(file));
				}
			}
		}
		catch (IOException ex) {
			logger.debug("Files of the application's process id and port stay behind", ex);
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof WebServerPortFileWriter writer) {
			return listening(writer, (event) -> writePort(writer, (WebServerInitializedEvent) event));
		}
		if (bean instanceof ApplicationPidFileWriter writer) {
			return listening(writer, (event) -> writePid(writer, event));
		}
		return bean;
	}

	/**
	 * The rest of the writer stays: its order, and what the application calls.
	 */
	private static Object listening(Object writer, Listener listener) {
		return WorkerProxy.of(writer, (call) -> {
			if (!call.getMethod().getName().equals("onApplicationEvent")) {
				return call.proceed();
			}
			listener.on(call.getArguments()[0]);
			return null;
		});
	}

	private void writePort(WebServerPortFileWriter writer, WebServerInitializedEvent event) throws IOException {
		Method method = Objects
			.requireNonNull(ReflectionUtils.findMethod(writer.getClass(), "getPortFile", ApplicationContext.class));
		ReflectionUtils.makeAccessible(method);
		Object file = ReflectionUtils.invokeMethod(method, writer, event.getApplicationContext());
		write((File) Objects.requireNonNull(file), Integer.toString(event.getWebServer().getPort()), (path, port) -> {
			Files.createDirectories(Objects.requireNonNull(path.getParent()));
			Files.writeString(path, port);
		});
	}

	private void writePid(ApplicationPidFileWriter writer, Object event) throws IOException {
		if (((Class<?>) read(writer, "triggerEventType")).isInstance(event)) {
			write(pidFile(writer), Long.toString(this.primary),
					(path, pid) -> new PrimaryPid(this.primary).write(path.toFile()));
		}
	}

	/**
	 * Properties come first, as in Boot's writer.
	 */
	private File pidFile(ApplicationPidFileWriter writer) {
		String[] properties = { "spring.pid.file", "spring.pidfile", "PIDFILE" };
		for (String property : properties) {
			String file = this.context.getEnvironment().getProperty(property);
			if (file != null) {
				return new File(file);
			}
		}
		return (File) read(writer, "file");
	}

	private static Object read(ApplicationPidFileWriter writer, String name) {
		Field field = Objects.requireNonNull(ReflectionUtils.findField(ApplicationPidFileWriter.class, name));
		ReflectionUtils.makeAccessible(field);
		return Objects.requireNonNull(ReflectionUtils.getField(field, writer));
	}

	private void write(File file, String text, Writing writing) throws IOException {
		Path path = file.toPath().toAbsolutePath();
		CommonFile.of(this.launch, LIST).update((files) -> {
			Set<String> all = files.lines().collect(Collectors.toCollection(LinkedHashSet::new));
			all.add(path.toString());
			return String.join("\n", all);
		});
		try {
			if (!Files.exists(path) || !Files.readString(path).strip().equals(text)) {
				writing.write(path, text);
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Cannot write " + path, ex);
		}
	}

	/**
	 * Hears an event in the writer's stead.
	 */
	@FunctionalInterface
	private interface Listener {

		void on(Object event) throws IOException;

	}

	/**
	 * Writes text to a file.
	 */
	@FunctionalInterface
	private interface Writing {

		void write(Path file, String text) throws IOException;

	}

	/**
	 * Another process's id.
	 */
	private static final class PrimaryPid extends ApplicationPid {

		PrimaryPid(long pid) {
			super(pid);
		}

	}

}
