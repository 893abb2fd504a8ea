import { globSync, readFileSync } from "node:fs";

const folder = new URL("../cases/", import.meta.url).pathname;

/** The manifests of every case, as somebody would paste them; the head of a case is no object, which the page says. */
export const caseTexts: readonly (readonly [file: string, text: string])[] = globSync("*/*.yaml", { cwd: folder })
  .filter((file) => !file.endsWith(".golden.yaml"))
  .toSorted()
  .map((file) => [file, readFileSync(`${folder}${file}`, "utf8")]);
