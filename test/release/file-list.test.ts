import { expect, test } from "vitest";
import { committedList, differences } from "../../scripts/release/file-list.ts";

const shipped = (version: string): readonly string[] => committedList("release").map((file) => file.replace("VERSION", version));

test("the version in a name is no difference", () => {
  expect(differences("release", shipped("3.2.1"), "3.2.1")).toEqual([]);
});

test("a file more and a file less are both said", () => {
  const [first = "", ...rest] = shipped("3.2.1");
  expect(differences("release", [...rest, "secrets.txt"], "3.2.1")).toEqual([
    "secrets.txt is shipped but not in scripts/release/files/release.txt",
    `${first.replace("3.2.1", "VERSION")} of scripts/release/files/release.txt is not shipped`,
  ]);
});
