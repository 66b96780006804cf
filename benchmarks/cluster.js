/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

"use strict";

// The server of the cluster book with workers that crash: node cluster.js <port> <workers> <exit within seconds>
const cluster = require("cluster");
const http = require("http");

const [port, workers, exitWithin] = process.argv.slice(2).map(Number);

if (cluster.isPrimary) {
	for (let i = 0; i < workers; i++) {
		cluster.fork();
	}
	cluster.on("listening", (worker) => console.log(`Worker ${worker.process.pid} is ready`));
	cluster.on("exit", (worker, code) => {
		if (code !== 0 && !worker.exitedAfterDisconnect) {
			console.log(`Worker ${worker.process.pid} crashed. Starting a new worker...`);
			cluster.fork();
		}
	});
}
else {
	http.createServer((request, response) => {
		const url = new URL(request.url, "http://localhost");
		if (url.pathname === "/compute") {
			const rounds = Number(url.searchParams.get("n") ?? 1e7);
			for (let i = 0; i < rounds; i++);
		}
		response.setHeader("Content-Type", "text/plain;charset=UTF-8");
		response.end(`Handled by process ${process.pid}`);
	}).listen(port, () => {
		setTimeout(() => process.exit(1), Math.random() * exitWithin * 1000); // death by random timeout
	});
}
