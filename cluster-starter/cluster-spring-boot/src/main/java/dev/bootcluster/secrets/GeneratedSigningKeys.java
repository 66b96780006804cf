// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.secrets;

import java.io.IOException;
import java.util.Objects;

import dev.bootcluster.ipc.CommonFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Gives an authorization server the same keys in all workers if Boot makes them up: those
 * of the worker that needed some first. Otherwise each worker would refuse what the
 * others have signed.
 */
final class GeneratedSigningKeys implements BeanPostProcessor, BeanFactoryAware {

	private static final Log logger = LogFactory.getLog(GeneratedSigningKeys.class);

	private static final String SOURCE = "com.nimbusds.jose.jwk.source.ImmutableJWKSet";

	private static final String KEYS = "com.nimbusds.jose.jwk.JWKSet";

	private static final String BOOT = "org.springframework.boot.";

	private final CommonFile file;

	private @Nullable ConfigurableListableBeanFactory beans;

	GeneratedSigningKeys(CommonFile file) {
		this.file = file;
	}

	@Override
	public void setBeanFactory(BeanFactory beans) {
		this.beans = (ConfigurableListableBeanFactory) beans;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean.getClass().getName().equals(SOURCE) && isMadeByBoot(name)) ? shared(bean) : bean;
	}

	private boolean isMadeByBoot(String name) {
		if (this.beans == null || !this.beans.containsBeanDefinition(name)) {
			return false;
		}
		BeanDefinition definition = this.beans.getBeanDefinition(name);
		String maker = Objects.requireNonNullElse(definition.getFactoryBeanName(),
				Objects.requireNonNullElse(definition.getBeanClassName(), ""));
		return maker.startsWith(BOOT);
	}

	private Object shared(Object source) {
		try {
			Object own = source.getClass().getMethod("getJWKSet").invoke(source);
			String ownKeys = (String) own.getClass().getMethod("toString", boolean.class).invoke(own, false);
			String keys = this.file.update((text) -> text.isEmpty() ? ownKeys : text);
			if (keys.equals(ownKeys)) {
				return source;
			}
			Class<?> type = ClassUtils.forName(KEYS, source.getClass().getClassLoader());
			return source.getClass()
				.getConstructor(type)
				.newInstance(type.getMethod("parse", String.class).invoke(null, keys));
		}
		catch (IOException | ReflectiveOperationException | LinkageError ex) {
			logger.warn("Workers do not share the generated signing keys; define a bean of type JWKSource", ex);
			return source;
		}
	}

}
