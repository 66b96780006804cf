// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ReflectionUtils;

/**
 * The application's {@link ClusterMessageListener} methods.
 */
final class MessageListeners implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(MessageListeners.class);

	/**
	 * More types than any application sends; any further types are looked up each time.
	 */
	private static final int MAX_TYPES = 1000;

	private final ConfigurableListableBeanFactory beans;

	private final PayloadFormat format;

	private final List<Listener> listeners = new ArrayList<>();

	private final Map<String, List<Listener>> byType = new ConcurrentHashMap<>();

	MessageListeners(ConfigurableListableBeanFactory beans, PayloadFormat format) {
		this.beans = beans;
		this.format = format;
	}

	@Override
	public void afterSingletonsInstantiated() {
		new AnnotatedMethods(this.beans).find(ClusterMessageListener.class,
				(bean, method, annotation) -> this.listeners.add(listener(bean, method)));
	}

	private Listener listener(String bean, Method method) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length == 0 || parameters.length > 2
				|| (parameters.length == 2 && parameters[1] != MessageSender.class)) {
			throw new IllegalStateException(
					("%s is a @ClusterMessageListener method and must have one parameter, the payload, "
							+ "and may have a second one of type %s")
						.formatted(method, MessageSender.class.getSimpleName()));
		}
		return new Listener(bean, method, this.format.type(method.getGenericParameterTypes()[0]));
	}

	/**
	 * Pass a payload to every listener for it.
	 * @param type the name of the payload's class
	 * @return the result of the last listener
	 * @throws NoListenerException if there is no listener
	 * @throws Exception what a listener threw
	 */
	@Nullable Object hear(String type, @Nullable String body, MessageSender sender) throws Exception {
		List<Listener> listeners = of(type);
		if (listeners.isEmpty()) {
			throw new NoListenerException(type);
		}
		@Nullable Object result = null;
		for (Listener listener : listeners) {
			result = invoke(listener, this.format.read(body, listener.payload()), sender);
		}
		return result;
	}

	private @Nullable Object invoke(Listener listener, @Nullable Object payload, MessageSender sender)
			throws Exception {
		Object bean = this.beans.getBean(listener.bean());
		Method method = listener.method();
		try {
			return (method.getParameterCount() == 1) ? method.invoke(bean, payload)
					: method.invoke(bean, payload, sender);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw new IllegalStateException(ex);
		}
	}

	private List<Listener> of(String type) {
		List<Listener> known = this.byType.get(type);
		if (known != null) {
			return known;
		}
		List<Listener> found = this.listeners.stream().filter((listener) -> listener.hears(type)).toList();
		if (this.byType.size() < MAX_TYPES) {
			this.byType.put(type, found);
			if (found.isEmpty()) {
				logger.debug("No listener here receives messages of type " + type);
			}
		}
		return found;
	}

	/**
	 * One method of one bean.
	 *
	 * @param bean the bean's name
	 * @param method the method, as declared by the bean's proxy
	 * @param payload the type of its payload
	 */
	private record Listener(String bean, Method method, JavaType payload) {

		/**
		 * The class is looked up by name but never initialized, and the payload is read
		 * as the type that the listener declares.
		 */
		boolean hears(String type) {
			Class<?> declared = this.payload.getRawClass();
			if (declared.getName().equals(type)) {
				return true;
			}
			try {
				return declared
					.isAssignableFrom(Class.forName(type, false, this.method.getDeclaringClass().getClassLoader()));
			}
			catch (ClassNotFoundException | LinkageError ex) {
				return false;
			}
		}

	}

	/**
	 * There is no listener here for payloads of a type.
	 */
	static final class NoListenerException extends Exception {

		NoListenerException(String type) {
			super("No @ClusterMessageListener receives " + type);
		}

	}

}
