// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * Runs the demo on a free port: standalone because it is a test, although its
 * configuration asks for a cluster, and therefore with sessions and caches in its own
 * memory.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		// Tomcat loses count of some streams whose clients left, and would be waited for.
		properties = "server.shutdown=immediate")
@AutoConfigureRestTestClient
@interface DemoTest {

}
