// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.bootcluster.ipc.CommonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GeneratedSigningKeys}, with the keys of Boot's authorization server.
 */
class GeneratedSigningKeysTests {

	@TempDir
	private Path directory;

	private final WebApplicationContextRunner standalone = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OAuth2AuthorizationServerJwtAutoConfiguration.class));

	@Test
	void workersSignWithTheSameKey() throws Exception {
		RSAKey first = key(worker());
		RSAKey second = key(worker());
		assertThat(second.toJSONObject()).isEqualTo(first.toJSONObject());
		assertThat(second.toRSAPrivateKey()).isEqualTo(first.toRSAPrivateKey());
	}

	@Test
	void withoutTheClusterEachProcessHasItsOwn() {
		assertThat(key(this.standalone)).isNotEqualTo(key(this.standalone));
	}

	/**
	 * It may have been replaced for a reload.
	 */
	@Test
	void keyOfTheApplicationIsLeftAlone() throws Exception {
		key(worker());
		RSAKey own = new RSAKeyGenerator(2048).keyID("own").generate();
		assertThat(key(worker().withBean("jwkSource", JWKSource.class,
				() -> new ImmutableJWKSet<SecurityContext>(new JWKSet(own)))))
			.isEqualTo(own);
	}

	@Test
	void keyIsForTheOwnerOfTheClusterOnly() throws IOException {
		key(worker());
		assertThat(Files.getPosixFilePermissions(file().path()))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	private WebApplicationContextRunner worker() {
		return this.standalone.withBean(GeneratedSigningKeys.class, () -> new GeneratedSigningKeys(file()));
	}

	private CommonFile file() {
		return new CommonFile(this.directory.resolve("common").resolve("keys"));
	}

	private static RSAKey key(WebApplicationContextRunner runner) {
		RSAKey[] key = new RSAKey[1];
		runner.run((context) -> key[0] = ((ImmutableJWKSet<?>) context.getBean(JWKSource.class)).getJWKSet()
			.getKeys()
			.get(0)
			.toRSAKey());
		return key[0];
	}

}
