// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * The files of the page, which are part of this library and the same for everybody.
 */
final class DashboardFiles {

	/**
	 * Where the files are on the class path.
	 */
	static final String DIRECTORY = "META-INF/boot-cluster/dashboard/";

	/**
	 * Names without {@code ..} and with an extension: no directories. It gives nothing
	 * back, so that it needs no stack for a name of many parts.
	 */
	private static final Pattern NAME = Pattern
		.compile("(?:[A-Za-z0-9][\\w-]*+/)*+[A-Za-z0-9][\\w-]*+(?:\\.[A-Za-z0-9]++)++");

	private static final int LONGEST_NAME = 100;

	private final String directory;

	private final Map<String, File> files = new ConcurrentHashMap<>();

	DashboardFiles(String directory) {
		this.directory = directory;
	}

	/**
	 * Return a file.
	 * @param name its name in the directory
	 * @return the file, {@code null} if there is none
	 */
	@Nullable File find(String name) throws IOException {
		if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
			return null;
		}
		File known = this.files.get(name);
		return (known != null) ? known : read(name);
	}

	private @Nullable File read(String name) throws IOException {
		MediaType type = MediaTypeFactory.getMediaType(name).orElse(null);
		try (InputStream input = DashboardFiles.class.getClassLoader().getResourceAsStream(this.directory + name)) {
			if (input == null || type == null) {
				return null;
			}
			byte[] content = input.readAllBytes();
			MediaType full = type.getType().equals("text") ? new MediaType(type, StandardCharsets.UTF_8) : type;
			File file = new File(full.toString(), "\"" + digest(content) + "\"", content);
			this.files.put(name, file);
			return file;
		}
	}

	private static String digest(byte[] content) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
			return HexFormat.of().formatHex(digest, 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A file.
	 *
	 * @param type its media type
	 * @param tag its entity tag
	 * @param content its bytes
	 */
	record File(String type, String tag, byte[] content) {

	}

}
