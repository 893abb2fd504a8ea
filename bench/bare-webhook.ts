/** The least that a webhook can be: node:https, JSON.parse, and one patch that was made beforehand. Started with certificate, key, port and patch. */
import { createServer } from "node:https";

const [certificate = "", key = "", port = "0", patch = ""] = process.argv.slice(2);

createServer({ cert: certificate, key, keepAlive: true }, (request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => {
    const { apiVersion, request: asked } = JSON.parse(body) as { apiVersion: string; request: { uid: string } };
    const answer = {
      apiVersion,
      kind: "AdmissionReview",
      response: { uid: asked.uid, allowed: true, patchType: "JSONPatch", patch },
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
}).listen(Number(port), "127.0.0.1", () => process.send?.("listening")).keepAliveTimeout = 120_000;
