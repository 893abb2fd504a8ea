import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { asInteger, asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { Load } from "./load.ts";
import type { RequestResult } from "./request-result.ts";

/** The load of the published measurements, by the vegeta program at `path`. */
export function vegetaLoad(path: string): Load {
  return {
    start: (urls, perSecond) => {
      const folder = mkdtempSync(join(tmpdir(), "outlive-vegeta-"));
      const output = join(folder, "results.bin");
      // A duration of 0 goes on until the first SIGINT, after which vegeta waits for what is under way.
      const args = ["attack", `-rate=${perSecond}`, "-duration=0", "-timeout=60s", "-max-body=0", `-output=${output}`];
      const child = spawn(path, args, { stdio: ["pipe", "inherit", "inherit"] });
      const ended = once(child, "close");
      // What vegeta ends with is told by its exit code.
      child.stdin.on("error", () => {});
      child.stdin.end(urls.map((url) => `GET ${url}\n`).join(""));
      return {
        kill: () => {
          child.kill("SIGKILL");
          rmSync(folder, { recursive: true, force: true });
        },
        stop: async () => {
          child.kill("SIGINT");
          const [code] = (await ended) as [number | null];
          if (code !== 0) throw new Error(`vegeta attack ended with exit code ${code}`);
          const results = await decoded(path, output);
          rmSync(folder, { recursive: true, force: true });
          return results;
        },
      };
    },
  };
}

async function decoded(path: string, file: string): Promise<readonly RequestResult[]> {
  const child = spawn(path, ["encode", "-to=json", file], { stdio: ["ignore", "pipe", "inherit"] });
  const results: RequestResult[] = [];
  for await (const line of createInterface({ input: child.stdout })) results.push(readVegetaResult(JSON.parse(line)));
  return results.sort((a, b) => a.atMs - b.atMs);
}

/** One line of `vegeta encode -to=json`; latencies there are in nanoseconds. */
export function readVegetaResult(raw: unknown): RequestResult {
  const latency = at(raw, "latency");
  const status = asInteger(at(raw, "code")) ?? 0;
  return {
    atMs: Date.parse(asText(at(raw, "timestamp")) ?? ""),
    latencyMs: (typeof latency === "number" ? latency : 0) / 1e6,
    status,
    // For codes beyond 399 vegeta puts the status line here.
    error: status >= 400 ? "" : (asText(at(raw, "error")) ?? ""),
  };
}
