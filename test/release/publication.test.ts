import { expect, test } from "vitest";
import { publication } from "../../scripts/release/publication.ts";

const nowhere = { repository: null, documentation: null, image: null, charts: null, downloads: null };
const read = (entries: object): ReturnType<typeof publication> => publication(JSON.stringify({ ...nowhere, ...entries }));

test("the file of the repository can be read", () => {
  expect(() => publication()).not.toThrow();
});

test("null is: nowhere", () => {
  expect(Object.values(read({}))).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test.each([
  ["repository", "https://git.example/team/outlive"],
  ["documentation", "https://outlive.example/docs"],
  ["image", "images.example:5000/team/outlive"],
  ["charts", "oci://images.example/team/charts"],
  ["downloads", "https://git.example/team/outlive/releases/download"],
])("%s takes %s", (key, address) => {
  expect(read({ [key]: address })).toMatchObject({ [key]: address });
});

test.each([
  ["repository", "git@git.example:team/outlive"],
  ["documentation", "https://outlive.example/docs/"],
  ["documentation", "docs/"],
  ["image", "https://images.example/outlive"],
  ["image", "outlive"],
  ["charts", "https://charts.example"],
  ["downloads", ""],
  ["downloads", undefined],
])("%s does not take %j, and says so", (key, address) => {
  expect(() => read({ [key]: address })).toThrow(`publication.json: ${key}`);
});
