// The recipe: stop listening, finish what is in flight, close idle connections.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const server = createServer(async (request, response) => {
  if (request.url === "/slow") await sleep(3000);
  response.end("ok");
}).listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => server.close());
