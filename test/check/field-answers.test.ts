/** Manifests from the field through check and explain, by everything that they answer; test/cases.test.ts puts them through the webhook. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { manifestFolder, runCheck } from "../cli/run-check.ts";
import { runExplain } from "../cli/run-explain.ts";

const folder = new URL("../cases/field/", import.meta.url).pathname;

interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}

interface Answer {
  readonly subject: string;
  /** Every finding of check, in the order of the file. */
  readonly check: readonly string[];
  /** The values that enforce mode would leave the Pods with. */
  readonly required: readonly [preStop: number, gracePeriod: number];
}

const sleepTooShort = ["error prestop-outlives-deregistration", "error prestop-covers-propagation"];
const v1Gate = "warning readiness-gate-present";

const answers: Readonly<Record<string, Answer>> = {
  "rollout-blue-green": {
    subject: "rollout/web",
    check: ["warning switch-keeps-targets", ...sleepTooShort],
    required: [65, 75],
  },
  "rollout-canary-old-gates": {
    subject: "rollout/web",
    check: ["warning switch-keeps-targets", v1Gate, v1Gate, ...sleepTooShort],
    required: [35, 45],
  },
  "two-ingresses-one-service": { subject: "deploy/auth", check: ["warning deregistration-delay-unset"], required: [25, 60] },
  "grace-left-at-its-default": {
    subject: "deploy/web",
    check: ["error grace-outlives-prestop", "warning shutdown-fits-grace"],
    required: [35, 45],
  },
  "sleep-for-no-delay": { subject: "sts/cms", check: ["warning deregistration-delay-unset"], required: [20, 40] },
  "one-replica-that-nobody-wrote": {
    subject: "deploy/web",
    check: ["warning disruption-budget-allows-drain", "warning replicas-at-least-two"],
    required: [35, 45],
  },
  "headless-twin": { subject: "sts/idp", check: sleepTooShort, required: [35, 60] },
};

const manifestsOf = (name: string): string => readFileSync(`${folder}${name}.yaml`, "utf8").split(/^---$/m).slice(1).join("---");

async function checked(text: string): Promise<readonly Found[]> {
  const { folder: files, remove } = manifestFolder({ "app.yaml": text });
  const { stdout } = await runCheck([files, "-o", "json"]);
  remove();
  return (JSON.parse(stdout) as { readonly findings: readonly Found[] }).findings;
}

const inWords = (findings: readonly Found[]): readonly string[] => findings.map(({ severity, rule }) => `${severity} ${rule}`);

describe.each(Object.entries(answers))("%s", (name, { subject, check, required }) => {
  test("in check", async () => {
    expect(inWords(await checked(manifestsOf(name)))).toEqual(check);
  });

  test("in explain", async () => {
    const { stdout } = await runExplain([subject, "-f", "-", "-o", "json"], { stdin: manifestsOf(name) });
    const explained = JSON.parse(stdout) as {
      readonly required: { readonly preStopSeconds: number; readonly terminationGracePeriodSeconds: number };
      readonly findings: readonly Found[];
    };
    expect([explained.required.preStopSeconds, explained.required.terminationGracePeriodSeconds]).toEqual(required);
    expect(inWords(explained.findings).toSorted()).toEqual(check.toSorted());
  });
});

describe("what the finding about an unset delay says to do leaves nothing to do", () => {
  test.each([
    ["two-ingresses-one-service", "healthcheck-path: /\n", ['command: ["sleep", "25"]', 'command: ["sleep", "40"]']],
    ["sleep-for-no-delay", "target-type: ip\n", ['sleep, "20"', 'sleep, "40"']],
  ] as const)("%s", async (name, place, [short, long]) => {
    const text = manifestsOf(name);
    const [finding] = await checked(text);
    expect(finding?.message).toMatch(
      /"deregistration_delay\.timeout_seconds=35", then a 40 s preStop sleep in every container and terminationGracePeriodSeconds to \d+ of /,
    );
    const grace = /terminationGracePeriodSeconds to (\d+)/.exec(finding?.message ?? "")?.[1] ?? "";
    const annotation = "    alb.ingress.kubernetes.io/target-group-attributes: deregistration_delay.timeout_seconds=35\n";
    const followed = text
      .replace(place, `${place}${annotation}`)
      .replace(short, long)
      .replace(/terminationGracePeriodSeconds: \d+/, `terminationGracePeriodSeconds: ${grace}`);
    expect(followed).not.toBe(text);
    expect(inWords(await checked(followed))).toEqual([]);
  });
});
