import { describe, expect, test } from "vitest";
import { readService } from "#kubernetes/objects/read-service.ts";
import { evaluate } from "#policy/evaluate.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { lackedByPods } from "#policy/restart-needed.ts";
import { findingText } from "#wording/finding-text.ts";
import { facts } from "../support/workload-facts.ts";

const service = readService({ metadata: { name: "shop", namespace: "web" }, spec: { selector: { app: "shop" } } });

const plain = () => {
  const base = facts();
  const timings = { ...base.timings, preStop: undefined, preStopKnown: true };
  return { ...base, timings, targetGroups: [], services: service === undefined ? [] : [service] };
};

describe.each(builtInPolicies)("behind a plain Service, $name", (policy) => {
  const found = () => evaluate(plain(), policy).filter(({ rule }) => rule === "prestop-covers-propagation");

  test("warns of a missing sleep, and speaks of the cluster", () => {
    expect(found().map(({ severity }) => severity)).toEqual(["warning"]);
    const why = found()
      .map((finding) => findingText(finding).why)
      .join();
    expect(why).toContain("kube-proxy");
    expect(why).not.toContain("load balancer");
  });

  test("still has its Pods restarted", () => {
    expect(lackedByPods(plain(), policy).map(({ rule }) => rule)).toEqual(["prestop-covers-propagation"]);
  });
});

test("a Pod behind a load balancer is in error", () => {
  const base = facts();
  const bare = { ...base, timings: { ...base.timings, preStop: undefined, preStopKnown: true } };
  for (const policy of builtInPolicies) {
    const [finding] = evaluate(bare, policy).filter(({ rule }) => rule === "prestop-covers-propagation");
    expect(finding?.severity).toBe("error");
  }
});
