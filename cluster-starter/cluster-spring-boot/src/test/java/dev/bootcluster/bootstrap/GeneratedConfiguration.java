// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A configuration made up from a seed: files in several formats and places, with
 * documents, profiles, imports, arguments and environment variables.
 */
class GeneratedConfiguration {

	private static final List<String> PROFILES = List.of("prod", "eu", "test");

	private static final List<String> NAMES = List.of("app.text", "app.origins", "app.limits.max", "app.limits.min",
			"app.hosts", "app.map.a", "app.map.b", "app.map.'[x.y]'", "server.address", "greeting");

	private static final List<String> VALUES = List.of("plain", "'#no comment'", "\"tab\\tand ünïcode\"", "007", "1e3",
			"4000000000", "true", "off", "1.5", "''", "'${app.default:none}'", "'${absent:hello} world'",
			"'\\${escaped}'", "'a=b, c: d'", "日本", "2026-11-28", "~", "'[ENC(abc=)]'", "|\n  two\n  lines", "[]",
			"[ a, b, c ]", "[ 'https://x' ]", "[ 1, two, { three: 3 } ]", "{ k1: v1, 'k.2': 2 }");

	private static final List<String> PLAIN_VALUES = List.of("plain", "two\\\n   parts", "\\u00fcnicode", "ünïcode",
			"  spaces  ", "a,b,c", "${app.default}", "# no comment", "", "true", "8080");

	private final Random random;

	private final Path directory;

	private final List<String> arguments = new ArrayList<>();

	private final List<String[]> variables = new ArrayList<>();

	GeneratedConfiguration(long seed, Path directory) throws IOException {
		this.random = new Random(seed);
		this.directory = directory;
		this.arguments.add("--spring.config.location=" + locations());
		writeFiles();
		addArguments();
		addVariables();
	}

	StartedEnvironment start() {
		StartedEnvironment environment = new StartedEnvironment(this.arguments.toArray(String[]::new));
		this.variables.forEach((variable) -> environment.variable(variable[0], variable[1]));
		return environment;
	}

	private String locations() {
		String base = "file:" + this.directory + "/";
		String config = "optional:file:" + this.directory + "/config/";
		return switch (this.random.nextInt(4)) {
			case 0 -> base;
			case 1 -> base + "," + config;
			case 2 -> base + ";" + config;
			default -> config + "," + base;
		};
	}

	private void writeFiles() throws IOException {
		write("application.yml", yaml(true));
		for (String name : List.of("application.properties", "config/application.properties")) {
			if (this.random.nextBoolean()) {
				write(name, properties());
			}
		}
		for (String profile : PROFILES) {
			if (this.random.nextInt(3) > 0) {
				write("application-" + profile + ".yml", yaml(false));
			}
			if (this.random.nextInt(4) == 0) {
				write("config/application-" + profile + ".properties", properties());
			}
		}
		write("extra.yml", yaml(false));
		write("imported/application.properties", properties());
		write("tree/app/secret", "s3cret\n");
		write("tree/app.token", "töken");
	}

	private void addArguments() {
		if (this.random.nextBoolean()) {
			this.arguments.add("--spring.profiles.active=" + someProfiles());
		}
		if (this.random.nextInt(3) == 0) {
			this.arguments.add("--app.origins[0]=argument");
		}
		if (this.random.nextInt(4) == 0) {
			this.arguments.add("--spring.config.additional-location=optional:file:" + this.directory + "/imported/");
		}
		if (this.random.nextInt(4) == 0) {
			this.arguments.add("--spring.config.import=configtree:" + this.directory + "/tree/");
		}
		if (this.random.nextInt(4) == 0) {
			this.arguments.add("--app.limits.max=${app.limits.min:3}");
		}
	}

	private void addVariables() {
		if (this.random.nextInt(3) == 0) {
			this.variables.add(new String[] { "APP_ORIGINS_0_", "variable" });
		}
		if (this.random.nextInt(4) == 0) {
			this.variables.add(new String[] { "SPRING_PROFILES_INCLUDE", someProfiles() });
		}
		if (this.random.nextInt(3) == 0) {
			this.variables.add(new String[] { "SPRING_APPLICATION_JSON",
					"{\"app\":{\"hosts\":[\"json\",1],\"limits\":{\"min\":2}},\"greeting\":\"hällo\"}" });
		}
	}

	private String yaml(boolean base) {
		StringBuilder text = new StringBuilder();
		if (base) {
			text.append("spring.profiles.group.prod: eu\n");
			if (this.random.nextInt(4) == 0) {
				text.append("spring.profiles.default: test\n");
			}
			else if (this.random.nextInt(3) == 0) {
				text.append("spring.profiles.active: [ ").append(someProfiles()).append(" ]\n");
			}
			switch (this.random.nextInt(4)) {
				case 0 -> text.append("spring.config.import: optional:file:./extra.yml\n");
				case 1 -> text.append("spring.config.import:\n- file:").append(this.directory).append("/imported/\n");
				case 2 ->
					text.append("spring.config.import: [ configtree:").append(this.directory).append("/tree/ ]\n");
				default -> {
				}
			}
		}
		addEntries(text, ": ", VALUES);
		for (int documents = this.random.nextInt(3); documents > 0; documents--) {
			text.append(this.random.nextBoolean() ? "---\n" : "--- # a comment\n# another\n");
			addActivation(text, ": ");
			addEntries(text, ": ", VALUES);
		}
		return text.toString();
	}

	private String properties() {
		StringBuilder text = new StringBuilder("# first\n");
		addEntries(text, "=", PLAIN_VALUES);
		for (int documents = this.random.nextInt(3); documents > 0; documents--) {
			text.append(this.random.nextBoolean() ? "#---\n" : "!---\n\n# a comment\n");
			addActivation(text, "=");
			addEntries(text, "=", PLAIN_VALUES);
		}
		return text.toString();
	}

	private void addActivation(StringBuilder text, String separator) {
		if (this.random.nextBoolean()) {
			List<String> expressions = List.of("prod", "prod | test", "'!test'", "prod & eu");
			String expression = expressions.get(this.random.nextInt(expressions.size()));
			text.append("spring.config.activate.on-profile")
				.append(separator)
				.append(separator.equals("=") ? expression.replace("'", "") : expression)
				.append('\n');
		}
	}

	private void addEntries(StringBuilder text, String separator, List<String> values) {
		List<String> names = new ArrayList<>(NAMES);
		for (int entries = this.random.nextInt(5); entries > 0; entries--) {
			String name = names.remove(this.random.nextInt(names.size()));
			text.append(separator.equals("=") ? name.replace("'", "") : name)
				.append(separator)
				.append(values.get(this.random.nextInt(values.size())))
				.append('\n');
		}
		if (separator.equals("=") && this.random.nextInt(3) == 0) {
			text.append("app.origins[0]=first\napp.origins[1]=second\n");
		}
	}

	private String someProfiles() {
		List<String> profiles = new ArrayList<>(PROFILES);
		profiles.remove(this.random.nextInt(profiles.size()));
		return this.random.nextBoolean() ? profiles.get(0) : String.join(",", profiles);
	}

	private void write(String name, String content) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

}
