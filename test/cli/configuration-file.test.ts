import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadConfiguration, parseConfiguration } from "#cli/configuration-file.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";

const folder = mkdtempSync(join(tmpdir(), "outlive-configuration-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function refused(run: () => unknown): CommandError {
  try {
    run();
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

type Wrong = readonly [sentence: string, text: string, problems: readonly string[]];

const wrong: readonly Wrong[] = [
  ["a key that there is not", "scope: cluster\nmodes: audit\n", ["1: (top level): unknown key modes"]],
  ["two keys that there are not", "a: 1\nb: 2\n", ["1: (top level): unknown keys a, b"]],
  ["a key inside a group", "server:\n  host: a\n  prot: 1\n", ["2: server: unknown key prot"]],
  [
    "a word that is no mode",
    "scope: cluster\ndefaultMode: enforced\n",
    ['2: defaultMode: Invalid option: expected one of "enforce"|"warn"|"audit"|"off"'],
  ],
  ["a port beyond all ports", "server:\n  port: 70000\n", ["2: server.port: "]],
  ["a text as a port", 'server:\n  port: "8443"\n', ["2: server.port: "]],
  ["a duration in words", "parameters:\n  ceiling: long\n", ["2: parameters.ceiling: expected whole seconds"]],
  [
    "a negative number of seconds",
    "parameters:\n  propagation:\n    albIp:\n      minimum: -1\n",
    ["4: parameters.propagation.albIp.minimum: "],
  ],
  ["a policy that there is not", "defaultPolicy: fast\n", ['1: defaultPolicy: unknown policy "fast"']],
  [
    "a policy that extends nothing",
    "policies:\n  - name: mine\n    extends: yours\n",
    ['3: policies.0.extends: unknown policy "yours" before this one'],
  ],
  [
    "a policy with a name that is taken",
    "policies:\n  - name: propagation\n",
    ['2: policies.0.name: duplicate policy "propagation"'],
  ],
  [
    "a policy with a name that no label can have",
    "policies:\n  - name: My Policy\n",
    ["2: policies.0.name: expected a valid label value"],
  ],
  ["a rule that there is not", "policies:\n  - name: mine\n    rules:\n      be-nice: error\n", ["4: policies.0.rules"]],
  [
    "a parameter of a policy that there is not",
    "policies:\n  - name: mine\n    parameters:\n      ceilng: 5\n",
    ["4: policies.0.parameters: unknown key ceilng"],
  ],
  ["a list in place of the file", "- a\n- b\n", ["1: (top level): "]],
  ["a text in place of the file", "audit\n", ["1: (top level): "]],
  ["no YAML", "scope: cluster\nserver: }\n", ["2: not YAML"]],
  ["one key twice", "scope: cluster\nscope: opt-in\n", ["2: not YAML"]],
  [
    "several things",
    "scope: all\nserver:\n  port: x\nlog:\n  level: loud\n",
    ["1: scope: ", "3: server.port: ", "5: log.level: "],
  ],
];

describe("a configuration file with", () => {
  test.each(wrong)("%s is refused with file, line and field", (_sentence, text, problems) => {
    const { message, exitCode } = refused(() => parseConfiguration(text, "outlive.yaml"));
    const lines = message.split("\n");
    expect(exitCode).toBe(exitCodes.wrongUsage);
    expect(lines).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) {
      expect(lines[index]).toMatch(/^outlive\.yaml:\d+: /);
      expect(lines[index]).toContain(problem);
    }
  });

  test.each([
    ["nothing in it", ""],
    ["comments only", "# later\n"],
    ["an empty object", "{}"],
    ["JSON", '{"scope":"cluster"}'],
    ["an empty group", "server: {}\n"],
  ])("%s is taken", (_sentence, text) => {
    expect(parseConfiguration(text, "outlive.yaml").settings.defaultPolicy).toBe("pod-outlives-target");
  });
});

test("no file at all is every default", () => {
  expect(loadConfiguration(undefined)).toEqual(parseConfiguration("", "none"));
});

test("a file that is not there ends with wrong usage and one sentence", () => {
  const missing = join(folder, "missing.yaml");
  const { message, exitCode } = refused(() => loadConfiguration(missing));
  expect(exitCode).toBe(exitCodes.wrongUsage);
  expect(message).toContain(`${missing}: the configuration file cannot be read`);
  expect(message.split("\n")).toHaveLength(1);
});

test("a policy may extend one above it, and changes only what it says", () => {
  const file = join(folder, "policies.yaml");
  writeFileSync(
    file,
    "policies:\n  - name: a\n    rules:\n      replicas-at-least-two: error\n  - name: b\n    extends: a\n    rules:\n      fits-node-shutdown: off\n    parameters:\n      shutdown: 1m\n",
  );
  const { policies } = loadConfiguration(file).settings;
  const [a, b] = policies.slice(-2);
  expect(b?.rules["replicas-at-least-two"]).toBe("error");
  expect("fits-node-shutdown" in (b?.rules ?? {})).toBe(false);
  expect([a?.parameters.shutdown, b?.parameters.shutdown, b?.parameters.ceiling]).toEqual([5, 60, 900]);
});
