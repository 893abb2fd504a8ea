import type { TestProject } from "vitest/node";
import { findChromium } from "./find-chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the browser; undefined where there is none. */
    readonly chromium: string | undefined;
  }
}

/** @throws Error where `OUTLIVE_BROWSER=required` and there is no browser, which else only leaves the tests out */
export default function setup(project: TestProject): void {
  const chromium = findChromium(process.env);
  if (chromium.found) {
    project.provide("chromium", chromium.path);
    return;
  }
  if (process.env["OUTLIVE_BROWSER"] === "required") throw new Error(`OUTLIVE_BROWSER is required, but ${chromium.message}`);
  project.provide("chromium", undefined);
  process.stderr.write(`\nThe browser tests are left out: ${chromium.message}\n\n`);
}
