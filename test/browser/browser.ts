import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, inject } from "vitest";

const chromium = inject("chromium");

/** Left out where no browser is installed, which the set-up has said. */
export const describeInBrowser = describe.skipIf(chromium === undefined);

export interface Display {
  /** Of the window, in CSS pixels. */
  readonly width: number;
  readonly scheme: "light" | "dark";
}

export const displays: readonly Display[] = [1280, 400].flatMap((width) => [
  { width, scheme: "light" },
  { width, scheme: "dark" },
]);

export interface OpenedDocument {
  readonly page: Page;
  /** Errors of the console and of scripts, and requests that failed or went elsewhere than to files. */
  readonly complaints: readonly string[];
}

export interface OpeningOptions extends Display {
  readonly scripts?: boolean;
}

export interface TestBrowser {
  /** Writes the file, and opens it as somebody does who was given it. */
  readonly open: (name: string, source: string, options: OpeningOptions) => Promise<OpenedDocument>;
  readonly write: (name: string, source: string) => string;
}

/** Chromium ends with the pipe to this process, and needs no port of the machine. Run as root it has no sandbox. */
const flags = ["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb"];

/** One browser for the tests of a file, with one page in which one document is opened after the other. */
export function testBrowser(): TestBrowser {
  let browser: Browser | undefined;
  let page: Page | undefined;
  let complaints: string[] = [];
  let folder = "";
  const write = (name: string, source: string): string => {
    const file = join(folder, name);
    writeFileSync(file, source);
    return pathToFileURL(file).href;
  };

  beforeAll(async () => {
    if (chromium === undefined) return;
    folder = mkdtempSync(join(tmpdir(), "outlive-browser-"));
    browser = await launch({ executablePath: chromium, pipe: true, args: flags });
    page = await browser.newPage();
    await watch(page, (complaint) => complaints.push(complaint));
  });

  afterAll(async () => {
    await browser?.close();
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  return {
    write,
    open: async (name, source, { width, scheme, scripts = true }) => {
      if (page === undefined) throw new Error("there is no browser");
      complaints = [];
      await page.setJavaScriptEnabled(scripts);
      await page.setViewport({ width, height: 800 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(write(name, source), { waitUntil: "load" });
      return { page, complaints };
    },
  };
}

const atHome = ["file:", "data:", "about:"];

async function watch(page: Page, complain: (complaint: string) => void): Promise<void> {
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) complain(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complain(`script: ${String(error)}`));
  page.on("requestfailed", (request) => complain(`request: ${request.url()} ${request.failure()?.errorText ?? ""}`));
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    void (atHome.includes(new URL(request.url()).protocol) ? request.continue() : request.abort("accessdenied"));
  });
}
