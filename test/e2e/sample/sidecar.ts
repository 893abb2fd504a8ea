/** A proxy in its own container before the application, as a mesh has it. It ends at SIGTERM at once. */
import { createServer, request } from "node:http";
import { keepAliveTimeout, place } from "./handler.ts";

const upstream = {
  host: place.host === "0.0.0.0" ? "127.0.0.1" : place.host,
  port: Number(process.env["UPSTREAM_PORT"] ?? 8081),
};

process.on("SIGTERM", () => process.exit(0));
createServer({ keepAliveTimeout }, (incoming, outgoing) => {
  const { method = "GET", url: path = "/", headers } = incoming;
  const asked = request({ ...upstream, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  asked.on("error", () => outgoing.writeHead(502).end());
  incoming.pipe(asked);
}).listen(place.port, place.host);
