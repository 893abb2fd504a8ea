import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { application } from "../alb/fixture.ts";
import { nodeLoad } from "./node-load.ts";
import { succeeded } from "./request-result.ts";

test("requests begin whatever becomes of earlier ones, and each is told with its status or its error", async () => {
  const app = await application((request, answer) => {
    if (request.url === "/gone") answer.destroy();
    else setTimeout(() => answer.end(), 100);
  });
  onTestFinished(app.stop);
  const url = `http://127.0.0.1:${app.target.port}`;
  const load = nodeLoad.start([`${url}/`, `${url}/gone`], 100);
  await pause(1_000);
  const results = await load.stop();
  expect(results.length).toBeGreaterThan(4);
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set([200, 0]));
  expect(results.every((result) => succeeded(result) === (result.status === 200))).toBe(true);
});
