import { expect, test } from "vitest";
import { table } from "#wording/table.ts";

test("columns are as wide as their widest cell, numbers stand to the right, lines end without blanks", () => {
  const rows = [
    { name: "shop", delay: "35 s", note: "" },
    { name: "checkout", delay: "300 s", note: "default" },
  ];
  const lines = table(
    [
      { head: "name", cell: ({ name }) => name },
      { head: "drains", cell: ({ delay }) => delay, align: "right" },
      { head: "note", cell: ({ note }) => note },
    ],
    rows,
  );
  expect(lines).toEqual(["NAME      DRAINS  NOTE", "shop        35 s", "checkout   300 s  default"]);
});

test("a head alone is a table without rows", () => {
  expect(table([{ head: "name", cell: String }], [])).toEqual(["NAME"]);
});
