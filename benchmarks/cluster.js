// SPDX-License-Identifier: Apache-2.0

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
