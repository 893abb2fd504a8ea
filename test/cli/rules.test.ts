import { describe, expect, test } from "vitest";
import { rulesCommand } from "#cli/rules.ts";
import { findingIds } from "#model/findings/finding-id.ts";
import { runCommand } from "./run-explain.ts";

const runRules = (...args: readonly string[]) => runCommand(rulesCommand, args);

describe("outlive rules", () => {
  test("lists everything that a finding can be about, once", async () => {
    const { stdout } = await runRules();
    const listed = stdout.split("\n").flatMap((line) => line.split(" ")[0] ?? []);
    expect(listed.slice(1, -1)).toEqual(findingIds);
  });

  test.each(findingIds)("explains %s without an instance of it", async (id) => {
    const { stdout, code } = await runRules(id);
    expect(code).toBe(0);
    expect(stdout).toContain("To fix: ");
    expect(stdout).toContain(`outlive.dev/ignore: "${id}: REASON"`);
    expect(stdout).not.toContain("undefined");
  });

  test("suggests an id where there is none of that name", async () => {
    expect(await runRules("readiness-gate")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("readiness-gate-present"),
    });
  });

  test("prints JSON", async () => {
    const { items } = JSON.parse((await runRules("-o", "json")).stdout) as {
      items: readonly { id: string; severities: object }[];
    };
    expect(items.map(({ id }) => id)).toEqual(findingIds);
    for (const { severities } of items) expect(Object.keys(severities).length).toBeGreaterThan(0);
  });
});
