/** Finishes at SIGTERM what it has begun, tells clients to close their connections, closes those that are idle, and ends. */
import { createServer } from "node:http";
import { keepAliveTimeout, place, sampleHandler } from "./handler.ts";

const handler = sampleHandler();
let draining = false;
const server = createServer({ keepAliveTimeout }, (request, answer) => {
  if (draining) answer.setHeader("connection", "close");
  answer.on("finish", () => draining && setImmediate(() => server.closeIdleConnections()));
  handler(request, answer);
});
server.listen(place.port, place.host);

process.on("SIGTERM", () => {
  draining = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
