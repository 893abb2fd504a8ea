import { expect, test } from "vitest";
import { namedPortsInNames } from "#load-balancers/controller/named-ports-in-names.ts";

test.each([
  ["v2.17.1", false],
  ["v3.4.9", false],
  ["v3.5.0", false],
  ["3.5.0", false],
  ["v3.5", false],
  ["v3.5.0-rc.1", false],
  ["v3.5.1", true],
  ["3.5.12", true],
  ["v3.6.0", true],
  ["v3.12.0", true],
  ["v4.0.0", true],
  ["v10.1.0", true],
])("version %s: the name of a port counts: %s", (version, counts) => {
  expect(namedPortsInNames(version)).toBe(counts);
});

test.each([undefined, "", "latest", "main-v3.4.0", "v3", "sha-1.2"])(
  "version %j is not known, and counts as current",
  (version) => {
    expect(namedPortsInNames(version)).toBe(true);
  },
);
