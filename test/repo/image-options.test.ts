import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const dockerfile = readFileSync(join(import.meta.dirname, "../../Dockerfile"), "utf8");

const optionsOf = (line: RegExp): readonly string[] => {
  const command = JSON.parse(line.exec(dockerfile)?.[1] ?? "[]") as readonly string[];
  return command.slice(1, -1);
};

test("the image compiles with the options that it runs with, without which V8 would compile again at every start", () => {
  const options = optionsOf(/^ENTRYPOINT (.*)$/m);
  expect(options).not.toEqual([]);
  expect(optionsOf(/^RUN (.*"scripts\/compile-cache\.ts"\])$/m)).toEqual(options);
});
