import { expect, test } from "vitest";
import { read } from "../repo/repository.ts";

const policy = JSON.parse(read("deploy/aws/iam-policy.json")) as {
  readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[] }[];
};

test("the policy allows exactly what the program can request, and all of it only reads", () => {
  const requested = [...read("src/aws/api/sdk-api.ts").matchAll(/new (\w+)Command\(/g)].map(([, name]) => name ?? "");
  expect(requested.length).toBeGreaterThan(0);
  expect(requested.filter((name) => !name.startsWith("Describe"))).toEqual([]);
  const allowed = policy.Statement.flatMap(({ Effect, Action }) => (Effect === "Allow" ? Action : []));
  expect([...allowed].sort()).toEqual([...new Set(requested)].map((name) => `elasticloadbalancing:${name}`).sort());
});

test("the page shows the policy that is shipped", () => {
  expect(JSON.parse(/```json\n([\s\S]*?)```/.exec(read("docs/aws.md"))?.[1] ?? "")).toEqual(policy);
});
