// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.secrets;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bootcluster.ipc.CommonFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.security.autoconfigure.SecurityProperties;

/**
 * Gives the user that Boot makes up the same password in all workers: that of the worker
 * that needed one first. It alone lets Boot print the password.
 */
final class GeneratedPassword implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(GeneratedPassword.class);

	private final CommonFile file;

	GeneratedPassword(CommonFile file) {
		this.file = file;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof SecurityProperties properties && properties.getUser().isPasswordGenerated()) {
			share(properties.getUser());
		}
		return bean;
	}

	private void share(SecurityProperties.User user) {
		AtomicBoolean first = new AtomicBoolean();
		String password;
		try {
			password = this.file.update((text) -> {
				first.set(text.isEmpty());
				return text.isEmpty() ? user.getPassword() : text;
			});
		}
		catch (IOException ex) {
			logger.warn("Workers do not share the generated security password; set spring.security.user.password", ex);
			return;
		}
		if (!first.get()) {
			// From now on it counts as chosen, so that it is not printed again.
			user.setPassword(password);
		}
	}

}
