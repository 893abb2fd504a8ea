import { request } from "node:http";
import { type Replica, replicas, type Site } from "./site.ts";

const PORT = 9090;
const PATIENCE_MS = 3_000;

export type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** What a replica says of one metric. */
export async function samples(replica: Replica, metric: string): Promise<readonly Sample[]> {
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request(
      { host: replica.address, port: PORT, path: "/metrics", agent: false, timeout: PATIENCE_MS },
      (answer) => {
        let body = "";
        answer.setEncoding("utf8").on("data", (part: string) => {
          body += part;
        });
        answer.once("end", () => resolve(body));
      },
    );
    asked.once("timeout", () => asked.destroy(new Error("no metrics")));
    asked.once("error", reject).end();
  });
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `))
    .map((line) => ({
      labels: Object.fromEntries([...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value])),
      value: Number(line.slice(line.lastIndexOf(" ") + 1)),
    }));
}

/** Of all replicas together, as far as they still run. */
export async function certificateSteps(site: Site): Promise<Readonly<Record<string, number>>> {
  const steps: Record<string, number> = {};
  for (const replica of await replicas(site))
    for (const { labels, value } of await samples(replica, "outlive_certificate_rotations_total")) {
      const step = labels["step"] ?? "";
      steps[step] = (steps[step] ?? 0) + value;
    }
  return steps;
}
