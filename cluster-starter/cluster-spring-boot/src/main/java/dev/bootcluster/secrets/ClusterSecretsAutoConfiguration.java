// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.secrets;

import dev.bootcluster.ipc.CommonFile;
import dev.bootcluster.ipc.WorkerLaunch;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures workers to have those secrets in common that each would make up for itself.
 */
@AutoConfiguration
@ConditionalOnProperty(WorkerLaunch.SLOT)
public final class ClusterSecretsAutoConfiguration {

	private static CommonFile file(String name) {
		WorkerLaunch launch = WorkerLaunch.fromSystemProperties();
		if (launch == null) {
			throw new IllegalStateException("This JVM is not a worker");
		}
		return CommonFile.of(launch, name);
	}

	/**
	 * The password of the user that Boot makes up.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityProperties.class)
	static class Password {

		@Bean
		static BeanPostProcessor clusterGeneratedPassword() {
			return new GeneratedPassword(file("generated-password"));
		}

	}

	/**
	 * The keys with which an authorization server of Boot's signs its tokens.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "com.nimbusds.jose.jwk.source.ImmutableJWKSet")
	static class SigningKeys {

		@Bean
		static BeanPostProcessor clusterGeneratedSigningKeys() {
			return new GeneratedSigningKeys(file("generated-signing-keys"));
		}

	}

}
