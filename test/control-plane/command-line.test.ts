import { expect, test } from "vitest";
import { parseCommandLine } from "./command-line.ts";

test.each([
  ["build", { name: "build", besides: [] }],
  ["build helm", { name: "build", besides: ["helm"] }],
  ["--help", { name: "help" }],
  ["run -- kubectl get pods --keep", { name: "run", crds: false, keep: false, command: ["kubectl", "get", "pods", "--keep"] }],
  ["run --crds --keep -- sh -c true", { name: "run", crds: true, keep: true, command: ["sh", "-c", "true"] }],
  ["run -- a -- b", { name: "run", crds: false, keep: false, command: ["a", "--", "b"] }],
  ["run --keep", { name: "run", crds: false, keep: true, command: [] }],
])("%s", (line, expected) => {
  expect(parseCommandLine(line.split(" "))).toEqual(expected);
});

test.each([
  ["run", /no command/],
  ["run kubectl get pods", /comes after `--`/],
  ["build hlem", /no binary "hlem"/],
  ["build --crds", /neither `build` nor `run/],
  ["destroy", /"destroy" is neither/],
  ["run --kep -- true", /--kep/],
])("%s is refused", (line, message) => {
  expect(() => parseCommandLine(line.split(" "))).toThrow(message);
});
