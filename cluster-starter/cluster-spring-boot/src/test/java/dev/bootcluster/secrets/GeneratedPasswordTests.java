// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;

import dev.bootcluster.ipc.CommonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GeneratedPassword}, with Boot's own user.
 */
@ExtendWith(OutputCaptureExtension.class)
class GeneratedPasswordTests {

	private static final Pattern PRINTED = Pattern.compile("Using generated security password: (\\S+)");

	@TempDir
	private Path directory;

	private final WebApplicationContextRunner withOAuth2 = new WebApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(SecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class));

	private final WebApplicationContextRunner standalone = this.withOAuth2
		.withClassLoader(new FilteredClassLoader("org.springframework.security.oauth2"));

	@Test
	void workersHaveOnePasswordAndBootPrintsItOnce(CapturedOutput output) {
		String first = password(worker());
		String second = password(worker());
		String afterAReload = password(worker());
		assertThat(List.of(second, afterAReload)).containsOnly(first);
		assertThat(PRINTED.matcher(output.getOut()).results().map((match) -> "{noop}" + match.group(1)))
			.containsExactly(first);
	}

	@Test
	void withoutTheClusterEachProcessHasItsOwn(CapturedOutput output) {
		assertThat(password(this.standalone)).isNotEqualTo(password(this.standalone));
		assertThat(PRINTED.matcher(output.getOut()).results()).hasSize(2);
	}

	@Test
	void passwordOfTheUsersIsLeftAlone(CapturedOutput output) {
		String password = password(worker().withPropertyValues("spring.security.user.password=secret"));
		assertThat(password).isEqualTo("{noop}secret");
		assertThat(output.getOut()).doesNotContain("generated security password");
		assertThat(file().path()).doesNotExist();
	}

	@Test
	void applicationWithUsersOfItsOwnGetsNoOther(CapturedOutput output) {
		worker().withBean(UserDetailsService.class, InMemoryUserDetailsManager::new)
			.run((context) -> assertThat(context.getBean(InMemoryUserDetailsManager.class).userExists("user"))
				.isFalse());
		assertThat(output.getOut()).doesNotContain("generated security password");
	}

	/**
	 * A password in a property would bring the user back.
	 */
	@Test
	void applicationThatHasNoUserInPlainBootGetsNone() {
		this.withOAuth2.run((context) -> assertThat(context).doesNotHaveBean(UserDetailsService.class));
		sharing(this.withOAuth2).run((context) -> assertThat(context).doesNotHaveBean(UserDetailsService.class));
	}

	@Test
	void passwordIsForTheOwnerOfTheClusterOnly() throws IOException {
		password(worker());
		assertThat(Files.getPosixFilePermissions(file().path()))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	private WebApplicationContextRunner worker() {
		return sharing(this.standalone);
	}

	private WebApplicationContextRunner sharing(WebApplicationContextRunner runner) {
		return runner.withBean(GeneratedPassword.class, () -> new GeneratedPassword(file()));
	}

	private CommonFile file() {
		return new CommonFile(this.directory.resolve("common").resolve("password"));
	}

	private static String password(WebApplicationContextRunner runner) {
		String[] password = new String[1];
		runner.run((context) -> password[0] = context.getBean(UserDetailsService.class)
			.loadUserByUsername("user")
			.getPassword());
		return password[0];
	}

}
