import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, beforeAll, inject } from "vitest";
import { buildSite } from "../../site/generator/build.ts";
import { serveFolder } from "../../site/generator/serve.ts";
import type { Display } from "./browser.ts";

const chromium = inject("chromium");
const flags = ["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb"];

export interface VisitedPage {
  readonly page: Page;
  /** Errors of scripts and of the console, and every request that went anywhere but to the site. */
  readonly complaints: readonly string[];
  /** Paths below the site that were requested, in their order. */
  readonly requested: readonly string[];
}

/** The site, built once, behind a server of its own on loopback and below a path that nobody would choose. */
export function siteInBrowser(): { readonly visit: (path: string, display: Display) => Promise<VisitedPage> } {
  const output = mkdtempSync(join(tmpdir(), "outlive-site-"));
  let browser: Browser | undefined;
  let server: Server | undefined;
  let base = "";

  beforeAll(async () => {
    if (chromium === undefined) return;
    await buildSite(output, "0.0.0");
    server = await serveFolder(output, 0, "/some/where");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where/0.0.0/`;
    browser = await launch({ executablePath: chromium, pipe: true, args: flags });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(output, { recursive: true });
  });

  return {
    visit: async (path, { width, scheme }) => {
      if (browser === undefined) throw new Error("there is no browser");
      for (const old of (await browser.pages()).slice(1)) await old.close();
      const page = await browser.newPage();
      const complaints: string[] = [];
      const requested: string[] = [];
      page.on("console", (message) => {
        if (["error", "warn"].includes(message.type())) complaints.push(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => complaints.push(`script: ${String(error)}`));
      page.on("request", (request) => {
        const url = request.url();
        if (url.startsWith(base)) requested.push(url.slice(base.length));
        else if (!url.startsWith("data:") && !url.startsWith(new URL("../versions.js", base).href))
          complaints.push(`request: ${url}`);
      });
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(`${base}${path}`, { waitUntil: "load" });
      return { page, complaints, requested };
    },
  };
}
