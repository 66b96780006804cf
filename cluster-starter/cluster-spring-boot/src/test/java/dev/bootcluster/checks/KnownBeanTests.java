// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownBean}, with classes that have only the names of the real ones.
 */
class KnownBeanTests {

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final CheckedApplication application = new CheckedApplication(this.beans, new MockEnvironment(), 2, 1);

	@ParameterizedTest
	@EnumSource
	void beanIsKnownByTheNameOfItsClass(KnownBean known) {
		assertThat(known.find(this.application)).as("without the class").isEmpty();
		Class<?> type = define(known.type());
		this.beans.setBeanClassLoader(type.getClassLoader());
		this.beans.registerBeanDefinition("thing", new RootBeanDefinition(type));
		assertThat(known.find(this.application)).as("without the bean").isEmpty();
		this.beans.preInstantiateSingletons();
		assertThat(known.find(this.application)).singleElement().satisfies((finding) -> {
			assertThat(finding.subject()).startsWith("Bean 'thing' ").doesNotEndWith(".");
			assertThat(finding.remedy()).isNotBlank().doesNotEndWith(".");
		});
	}

	@ParameterizedTest
	@EnumSource
	void subclassIsKnownToo(KnownBean known) {
		Class<?> type = define(known.type());
		Class<?> sub = new ByteBuddy().subclass(type).make().load(type.getClassLoader()).getLoaded();
		this.beans.setBeanClassLoader(type.getClassLoader());
		this.beans.registerBeanDefinition("thing", new RootBeanDefinition(sub));
		this.beans.preInstantiateSingletons();
		assertThat(known.find(this.application)).hasSize(1);
	}

	@Test
	void beanThatIsNotMadeYetIsNotMadeByLooking() {
		Class<?> type = define(KnownBean.FLYWAY.type());
		this.beans.setBeanClassLoader(type.getClassLoader());
		RootBeanDefinition lazy = new RootBeanDefinition(type);
		lazy.setLazyInit(true);
		this.beans.registerBeanDefinition("thing", lazy);
		this.beans.preInstantiateSingletons();
		assertThat(KnownBean.FLYWAY.find(this.application)).isEmpty();
		assertThat(this.beans.containsSingleton("thing")).isFalse();
	}

	/**
	 * A loader of its own that knows only this class, whatever is on the class path.
	 */
	private static Class<?> define(String name) {
		return new ByteBuddy().subclass(Object.class)
			.name(name)
			.make()
			.load(new ClassLoader(ClassLoader.getPlatformClassLoader()) {
			})
			.getLoaded();
	}

}
