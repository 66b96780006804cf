// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it.launched;

import dev.bootcluster.demo.DemoApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;

/**
 * The demo, which tells other programs its process id and port in files.
 */
public final class LaunchedApplication {

	private LaunchedApplication() {
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(DemoApplication.class);
		application.addListeners(new ApplicationPidFileWriter("demo.pid"), new WebServerPortFileWriter("demo.port"));
		application.run(args);
	}

}
