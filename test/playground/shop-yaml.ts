import { readFileSync } from "node:fs";

/** The example of the docs: a delay of 35 s, no sleep. */
export const shopYaml = readFileSync(new URL("../../docs/example/shop.yaml", import.meta.url), "utf8");
