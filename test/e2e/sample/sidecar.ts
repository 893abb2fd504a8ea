/** A proxy in its own container before the application, as a mesh has it, with a health of its own. It ends at SIGTERM at once. */
import { createServer, request } from "node:http";
import { keepAliveTimeout, place } from "./handler.ts";

const upstream = {
  host: place.host === "0.0.0.0" ? "127.0.0.1" : place.host,
  port: Number(process.env["UPSTREAM_PORT"] ?? 8081),
};

let broken = false;
process.on("SIGTERM", () => process.exit(0));
createServer({ keepAliveTimeout }, (incoming, outgoing) => {
  const { method = "GET", url: path = "/", headers } = incoming;
  if (path === "/break") broken = true;
  if (path === "/break" || (path === "/livez" && broken))
    return void outgoing.writeHead(broken && path === "/livez" ? 500 : 200).end();
  const asked = request({ ...upstream, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  asked.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  incoming.pipe(asked);
}).listen(place.port, place.host);
