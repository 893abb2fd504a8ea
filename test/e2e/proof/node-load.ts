import { Agent, request } from "node:http";
import type { Load } from "./load.ts";
import type { RequestResult } from "./request-result.ts";

/** The load in this process, for tests that have no vegeta. */
export const nodeLoad: Load = {
  start: (urls, perSecond) => {
    const agent = new Agent({ keepAlive: true });
    const results: Promise<RequestResult>[] = [];
    const begin = (): void => void results.push(one(urls[results.length % urls.length] ?? "", agent));
    const timer = setInterval(begin, 1000 / perSecond);
    const kill = (): void => {
      clearInterval(timer);
      agent.destroy();
    };
    return {
      kill,
      stop: async () => {
        clearInterval(timer);
        const all = await Promise.all(results);
        kill();
        return all;
      },
    };
  },
};

function one(url: string, agent: Agent): Promise<RequestResult> {
  const atMs = Date.now();
  return new Promise((resolve) => {
    const end = (status: number, error: string): void => resolve({ atMs, latencyMs: Date.now() - atMs, status, error });
    request(url, { agent }, (answer) => {
      answer
        .resume()
        .on("end", () => end(answer.statusCode ?? 0, ""))
        .on("error", (error) => end(answer.statusCode ?? 0, error.message));
    })
      .on("error", (error) => end(0, error.message))
      .end();
  });
}
