import { expect, test } from "vitest";
import { floorProblems } from "#floor/floor-problems.ts";
import { readStoredFloor, type StoredFloor } from "#floor/stored-floor.ts";
import { problemText } from "#wording/problem-text.ts";

const web = { namespace: "web", sleep: 40, grace: 50, from: "Deployment web/shop behind Ingress web/shop" };
const everywhere = (): boolean => true;
const stored = (namespace: string, data: object): StoredFloor => {
  const floor = readStoredFloor({ metadata: { namespace, name: "outlive-floor" }, data });
  if (floor === undefined) throw new Error("a ConfigMap without a namespace");
  return floor;
};

test.each<[string, readonly StoredFloor[], readonly string[]]>([
  ["no floor anywhere", [], []],
  ["the numbers of today", [stored("web", { sleep: "40", grace: "50", from: "anything" })], []],
  ["a shorter sleep", [stored("web", { sleep: "10", grace: "50" })], ["floor-parameters-outdated ConfigMap web"]],
  ["a longer sleep", [stored("web", { sleep: "300", grace: "310" })], ["floor-parameters-outdated ConfigMap web"]],
  ["another grace period", [stored("web", { sleep: "40", grace: "60" })], ["floor-parameters-outdated ConfigMap web"]],
  ["no digits", [stored("web", { sleep: "40s", grace: "50" })], ["floor-parameters-unreadable ConfigMap web"]],
  ["no grace period", [stored("web", { sleep: "40" })], ["floor-parameters-unreadable ConfigMap web"]],
  [
    "a floor elsewhere only",
    [stored("admin", { sleep: "40", grace: "50" })],
    ["floor-parameters-unneeded ConfigMap admin", "floor-parameters-missing ConfigMap web"],
  ],
])("%s", (_, floors, expected) => {
  const found = floorProblems([web], floors, everywhere);
  expect(found.map(({ id, object }) => `${id} ${object.kind} ${object.namespace}`)).toEqual(expected);
});

test("another ConfigMap is no floor", () => {
  expect(
    readStoredFloor({ metadata: { namespace: "web", name: "outlive" }, data: { sleep: "40", grace: "50" } }),
  ).toBeUndefined();
});

test("namespaces in which the policy does not act are left out", () => {
  const floors = [stored("admin", { sleep: "1", grace: "2" })];
  expect(floorProblems([web], floors, (namespace) => namespace === "other")).toEqual([]);
});

test("what is said names both numbers and the command", () => {
  const [problem] = floorProblems([web], [stored("web", { sleep: "10", grace: "20" })], everywhere);
  expect(problem && problemText(problem)).toEqual({
    what: "ConfigMap web/outlive-floor has sleep 10 and grace 20; Deployment web/shop behind Ingress web/shop requires 40 and 50 today",
    why: "a Pod that is created while no webhook responds gets the old numbers",
    todo: "run outlive export params -n web, and apply and commit what it prints",
  });
});
