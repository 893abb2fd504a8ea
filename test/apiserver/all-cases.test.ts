import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allIds, leftOut } from "./left-out.ts";

const folder = import.meta.dirname;

/** Ids stand at the beginning of a test's or a group's name: `test("X1 …`, `describe("X8 X9 X16 …`. */
const tested = new Set(
  globSync("*.plane.test.ts", { cwd: folder })
    .flatMap((file) => [...readFileSync(`${folder}/${file}`, "utf8").matchAll(/["'`]((?:(?:[LWIX]\d{1,2}|D1) )+)/g)])
    .flatMap(([, ids = ""]) => ids.trim().split(" ")),
);

test("every case of Kubernetes' own tests is tested by its id, or left out for a reason", () => {
  expect([...tested, ...Object.keys(leftOut)].sort()).toEqual([...allIds].sort());
});
