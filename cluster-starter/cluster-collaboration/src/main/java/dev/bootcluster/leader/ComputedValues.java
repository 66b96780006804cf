// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.messaging.AnnotatedMethods;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.scheduling.TaskScheduler;

/**
 * The application's {@link SharedValue} methods: every value is known here before the
 * worker is ready, and the leader recomputes it when it is due.
 */
final class ComputedValues implements SmartInitializingSingleton, ApplicationListener<ApplicationReadyEvent>, Ordered {

	private static final Log logger = LogFactory.getLog(ComputedValues.class);

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private final ConfigurableListableBeanFactory beans;

	private final Election election;

	private final Link link;

	private final JsonMapper mapper;

	private final TaskScheduler timer;

	private final Map<String, HeldValue> values = new LinkedHashMap<>();

	/**
	 * The values of each bean by method name; the methods have no parameters.
	 */
	private final Map<Object, Map<String, HeldValue>> byBean = new IdentityHashMap<>();

	private volatile boolean complete;

	/**
	 * @param election the leader of this host
	 * @param timer runs computations
	 */
	ComputedValues(ConfigurableListableBeanFactory beans, Election election, Link link, JsonMapper mapper,
			TaskScheduler timer) {
		this.beans = beans;
		this.election = election;
		this.link = link;
		this.mapper = mapper;
		this.timer = timer;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void afterSingletonsInstantiated() {
		new AnnotatedMethods(this.beans).find(SharedValue.class, this::add);
		this.complete = true;
		this.link.on(FromPrimary.Shared.class, this::accept);
	}

	private void add(String bean, Method method, SharedValue annotation) {
		String name = annotation.name().isEmpty() ? bean + "." + method.getName() : annotation.name();
		if (method.getParameterCount() > 0 || method.getReturnType() == void.class) {
			throw new IllegalStateException(
					"%s is a @SharedValue method and must return a value and have no parameters".formatted(method));
		}
		ValueComputation computation = new ValueComputation(() -> compute(bean, method),
				this.mapper.constructType(method.getGenericReturnType()), this.mapper);
		HeldValue value = new HeldValue(name, refresh(method, annotation), computation, this.link);
		if (this.values.putIfAbsent(name, value) != null) {
			throw new IllegalStateException(
					"%s is a @SharedValue method with the name '%s' of another one; give it a different name"
						.formatted(method, name));
		}
		this.byBean.computeIfAbsent(target(this.beans.getBean(bean)), (key) -> new HashMap<>())
			.put(method.getName(), value);
	}

	private static Object target(Object bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target(target) : bean;
	}

	private Duration refresh(Method method, SharedValue annotation) {
		String text = String.valueOf(this.beans.resolveEmbeddedValue(annotation.refresh()));
		try {
			Duration refresh = DurationStyle.detectAndParse(text);
			if (refresh.compareTo(SHORTEST) >= 0) {
				return refresh;
			}
		}
		catch (IllegalArgumentException ex) {
			logger.debug("Not a duration: " + text, ex);
		}
		throw new IllegalStateException(
				"%s is a @SharedValue method whose refresh '%s' is not a duration of at least %d ms".formatted(method,
						text, SHORTEST.toMillis()));
	}

	private @Nullable Object compute(String bean, Method method) throws Exception {
		try {
			return method.invoke(this.beans.getBean(bean));
		}
		catch (InvocationTargetException ex) {
			throw (ex.getTargetException() instanceof Exception cause) ? cause : ex;
		}
	}

	private void accept(FromPrimary.Shared shared) {
		HeldValue value = this.values.get(shared.name());
		if (value != null) {
			value.accept(shared);
		}
	}

	/**
	 * Runs when the application has started, so that computations find what they need,
	 * but the worker is not ready yet.
	 */
	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		for (HeldValue value : this.values.values()) {
			try {
				value.fetch();
			}
			catch (ClusterException ex) {
				logger.warn(ex.getMessage());
			}
			this.timer.scheduleAtFixedRate(() -> refresh(value), Instant.now().plus(value.refresh()), value.refresh());
		}
		this.election.onChange(() -> this.timer.schedule(this::makeUp, Instant.now()));
	}

	private void refresh(HeldValue value) {
		if (!this.election.isLeader()) {
			return;
		}
		try {
			value.compute();
		}
		catch (ClusterException ex) {
			logger.debug("Retried at the next refresh", ex);
		}
	}

	/**
	 * The previous leader may have left when a refresh was due.
	 */
	private void makeUp() {
		for (HeldValue value : this.values.values()) {
			Duration age = value.age(Instant.now());
			if (age == null || age.compareTo(value.refresh()) >= 0) {
				refresh(value);
			}
		}
	}

	/**
	 * The value of a method.
	 * @return {@code null} if the values are not known yet
	 */
	@Nullable HeldValue of(Object target, Method method) {
		return this.complete ? this.byBean.getOrDefault(target, Map.of()).get(method.getName()) : null;
	}

	/**
	 * All values.
	 */
	Collection<HeldValue> all() {
		return this.values.values();
	}

}
