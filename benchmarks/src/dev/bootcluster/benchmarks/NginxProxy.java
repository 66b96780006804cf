// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What people do without a cluster: nginx in front of some JVMs.
 */
final class NginxProxy implements Candidate {

	private static final String CONFIGURATION = """
			daemon off;
			worker_processes auto;
			pid %1$s/nginx.pid;
			error_log %1$s/error.log warn;
			events {
				worker_connections 4096;
			}
			http {
				access_log off;
				client_body_temp_path %1$s/body;
				proxy_temp_path %1$s/proxy;
				fastcgi_temp_path %1$s/fastcgi;
				uwsgi_temp_path %1$s/uwsgi;
				scgi_temp_path %1$s/scgi;
				upstream application {
			%2$s
					keepalive 64;
				}
				server {
					listen 127.0.0.1:%3$d;
					location / {
						proxy_pass http://application;
						proxy_http_version 1.1;
						proxy_set_header Connection "";
						proxy_set_header Host $host;
					}
				}
			}
			""";

	private final List<Application> applications;

	private final Children children;

	private Server nginx;

	NginxProxy(Options options, Children children) {
		this.applications = IntStream.rangeClosed(1, options.workers)
			.mapToObj((number) -> Application.standalone("nginx-jvm-" + number, options, children))
			.toList();
		this.children = children;
	}

	@Override
	public String name() {
		return "nginx";
	}

	@Override
	public int jvms() {
		return this.applications.size();
	}

	@Override
	public void start() throws IOException, InterruptedException {
		for (Application application : this.applications) {
			application.launch();
		}
		int port = Ports.free();
		Path directory = Files.createDirectories(this.children.directory().resolve("nginx-" + port)).toAbsolutePath();
		Path configuration = directory.resolve("nginx.conf");
		String servers = this.applications.stream()
			.map((application) -> "\t\tserver 127.0.0.1:%d;".formatted(application.port()))
			.collect(Collectors.joining("\n"));
		Files.writeString(configuration, CONFIGURATION.formatted(directory, servers, port));
		List<String> command = List.of(Tools.nginx(), "-p", directory.toString(), "-c", configuration.toString(), "-e",
				directory.resolve("error.log").toString());
		this.nginx = new Server(name(), this.children.start(name(), command), port, this.children);
		for (Application application : this.applications) {
			application.awaitReady();
		}
		this.nginx.await("/hello", (body) -> body.startsWith("Handled by process "));
	}

	@Override
	public Server server() {
		return this.nginx;
	}

	@Override
	public List<Process> processes() {
		List<Process> processes = new ArrayList<>();
		processes.add(this.nginx.process());
		this.applications.forEach((application) -> processes.addAll(application.processes()));
		return processes;
	}

	@Override
	public void stop() throws InterruptedException {
		this.nginx.stop();
		for (Application application : this.applications) {
			application.stop();
		}
	}

}
