import { BASE_IMAGE } from "./base-image.ts";

const PORT = 8080;

// Answers with its own name, and ends at once on SIGTERM, so that what a termination takes is the sleep's.
const SERVER = `
process.on("SIGTERM", () => process.exit(0));
require("node:http").createServer((_, response) => response.end(require("node:os").hostname())).listen(${PORT});
`;

/** A Deployment and a Service named `name` whose Pods sleep before they end. */
export function web(name: string, { replicas, preStopSeconds }: { replicas: number; preStopSeconds: number }): string {
  const labels = { app: name };
  const container = {
    name: "web",
    image: BASE_IMAGE,
    imagePullPolicy: "Never",
    command: ["node", "-e", SERVER],
    readinessProbe: { httpGet: { path: "/", port: PORT }, periodSeconds: 1 },
    lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } },
  };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name },
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 30, containers: [container] } },
        },
      },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name },
        spec: { selector: labels, ports: [{ port: 80, targetPort: PORT }] },
      },
    ],
  });
}
