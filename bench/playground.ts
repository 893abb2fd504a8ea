/** The first page of the site in Chromium: when it shows something useful, and how long 50 documents take to be answered. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "puppeteer-core";
import { buildSite } from "../site/generator/build.ts";
import { serveFolder } from "../site/generator/serve.ts";

const turns = 10;
const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const output = mkdtempSync(join(tmpdir(), "outlive-site-"));
const folder = await buildSite(output, "0.0.0");
const server = await serveFolder(output, 0);
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/0.0.0/index.html`;
const browser = await launch({ executablePath: chromium, pipe: true, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const [namespace = "", ...shop] = readFileSync(join(import.meta.dirname, "../docs/example/shop.yaml"), "utf8").split("---\n");
const fifty = [
  namespace,
  ...Array.from({ length: 17 }, (_, at) => shop.map((text) => text.replaceAll("shop", `shop${at}`))).flat(),
]
  .slice(0, 50)
  .join("---\n");

const paints: number[] = [];
const answers: number[] = [];
for (let turn = 0; turn < turns; turn += 1) {
  const page = await browser.newPage();
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction("document.body.dataset.answered !== undefined");
  paints.push(Number(await page.evaluate("performance.now()")));
  const ms = await page.evaluate(`(async (text) => {
    const worker = new Worker("worker.js", { type: "module" });
    const ask = () => new Promise((resolve) => {
      worker.addEventListener("message", resolve, { once: true });
      worker.postMessage({ kind: "judge", id: 1, text, choices: { policy: "", clusterName: "" } });
    });
    await ask();
    const started = performance.now();
    await ask();
    return performance.now() - started;
  })(${JSON.stringify(fifty)})`);
  answers.push(Number(ms));
  await page.close();
}
await browser.close();
server.close();
const compressed = ["playground.js", "worker.js"].map((name) => gzipSync(readFileSync(join(folder, name))).length);
rmSync(output, { recursive: true });

process.stdout.write(`first answer on the screen: median ${median(paints).toFixed(0)} ms after the navigation began (target 1,000)
50 documents: median ${median(answers).toFixed(0)} ms, slowest ${Math.max(...answers).toFixed(0)} ms (target 100)
scripts: ${(compressed.reduce((sum, size) => sum + size, 0) / 1000).toFixed(0)} kB compressed (target 400)
`);
