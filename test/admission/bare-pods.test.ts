/** Pods that nobody made: a Service may have thousands of them, each of which is its own workload. */
import { describe, expect, test } from "vitest";
import { admissionOver, reviewOfCreate } from "../support/admission.ts";
import { type Raw, rawClass, rawIngress, rawNamespace, rawService } from "../support/routing.ts";
import { stepsOf } from "../support/steps.ts";

const others: readonly Raw[] = [rawNamespace("shop", { "outlive.dev/mode": "enforce" }), rawClass("alb"), rawService("web")];
const sleeping = (seconds: number): Raw => ({ lifecycle: { preStop: { sleep: { seconds } } } });

const bare = (name: string, labels: Readonly<Record<string, string>> = {}, container: Raw = {}): Raw => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace: "shop", name, labels: { app: "web", ...labels } },
  spec: { containers: [{ name: "app", image: "app:1", ...container }] },
});
const alike = (count: number): readonly Raw[] => Array.from({ length: count }, (_, index) => bare(`p${index}`));

const route = rawIngress("web", {
  annotations: { "target-type": "ip", "target-group-attributes": "deregistration_delay.timeout_seconds=60" },
});
const review = (pods: readonly Raw[]) => {
  const admission = admissionOver([...others, ...pods]);
  return () => admission.handle("validate", reviewOfCreate(route, "ingresses"));
};
const restarts = (pods: readonly Raw[]): readonly string[] => {
  const { response } = JSON.parse(review(pods)().text) as { readonly response: { readonly warnings?: readonly string[] } };
  return (response.warnings ?? []).filter((warning) => warning.includes("running Pods"));
};

describe("bare Pods that are alike", () => {
  test("are judged as one, which says how many they are", () => {
    expect(restarts(alike(1))).toEqual([expect.stringMatching(/^Pod shop\/p0: running Pods/)]);
    expect(restarts(alike(2))).toEqual([expect.stringMatching(/^Pod shop\/p0 and a Pod like it: running Pods/)]);
    expect(restarts(alike(5_000))).toEqual([expect.stringMatching(/^Pod shop\/p0 and 4999 Pods like it: running Pods/)]);
  });

  test("cost less than one that is judged by itself, however many they are", () => {
    const steps = (count: number): number => {
      const once = review(alike(count));
      once();
      return stepsOf(once);
    };
    // Looked at a few times each, where a judgement takes thousands of steps.
    expect(steps(2_000) - steps(1_000)).toBeLessThan(1_000 * 100);
  });
});

test("bare Pods that differ in what is judged are judged each", () => {
  const named = restarts([
    bare("a"),
    bare("b", { version: "2" }),
    bare("c", {}, sleeping(5)),
    bare("d", {}, sleeping(5)),
    bare("e", {}, sleeping(300)),
  ]);
  expect(named.map((text) => text.slice(0, text.indexOf(":")))).toEqual([
    "Pod shop/a",
    "Pod shop/b",
    "Pod shop/c and a Pod like it",
  ]);
});

test("a route in front of so many different ones that judging them would take too long fails open", () => {
  const different = (count: number): readonly Raw[] =>
    Array.from({ length: count }, (_, index) => bare(`p${index}`, { number: String(index) }));
  expect(review(different(100))().record.result).toBe("warned");
  expect(review(different(2_000))().record).toMatchObject({ result: "failed-open", reason: "work-budget-exceeded" });
});
