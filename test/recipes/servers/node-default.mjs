// A server that knows nothing of signals: Node ends at SIGTERM.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

createServer(async (request, response) => {
  if (request.url === "/slow") await sleep(3000);
  response.end("ok");
}).listen(Number(process.env.PORT), "127.0.0.1");
