import { expect, test } from "vitest";
import { repositoryFiles } from "../repo/repository.ts";
import { capabilities, capabilityOf } from "./capabilities.ts";
import { readResults } from "./results.ts";

const files = repositoryFiles().filter((path) => path.endsWith(".plane.test.ts"));

test.each(files)("%s is under one capability", (file) => {
  expect(capabilityOf(file)).toHaveLength(1);
});

test("every capability has tests", () => {
  expect(capabilities.filter((each) => !files.some((file) => capabilityOf(file).includes(each)))).toEqual([]);
});

test.each(readResults())("the results of $minor are of files that there are", ({ results }) => {
  expect(Object.keys(results.files).filter((file) => !files.includes(file))).toEqual([]);
});
