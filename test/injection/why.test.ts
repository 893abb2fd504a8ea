/** The one sentence on a Pod that says where its values come from. */
import { describe, expect, test } from "vitest";
import { printWhy } from "#injection/why.ts";
import type { Amount, AmountName } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Source } from "#model/findings/sourced.ts";

const ingress = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "web", name: "shop" };
const amount = (name: AmountName, value: number, source: Source = { from: "default" }): Amount => ({
  name,
  value: seconds(value),
  source,
});
const object = (field: string, ref: typeof ingress = ingress): Source => ({ from: "object", object: ref, field });

describe("why a value is set", () => {
  test.each<[AmountName, string]>([
    ["preStop", "sleep"],
    ["gracePeriod", "grace period"],
    ["deregistrationDelay", "deregistration delay"],
    ["nextDeregistrationDelay", "announced deregistration delay"],
    ["propagation", "propagation"],
    ["requestTimeout", "requestTimeout"],
  ])("names %s as %s", (name, expected) => {
    expect(printWhy(amount("preStop", 40), amount(name, 35))).toBe(`sleep 40 s: ${expected} 35 s by default`);
  });

  test.each<[string, Source, string]>([
    ["an object", object("metadata.annotations"), "of Ingress web/shop"],
    ["an annotation of ours", object("outlive.dev/deregistration-delay"), "outlive.dev/deregistration-delay of Ingress web/shop"],
    ["nobody", { from: "default" }, "by default"],
    ["an assumption", { from: "assumed" } as Source, "as assumed"],
    ["AWS, without how long ago that was", { from: "aws", age: 40 } as unknown as Source, "as AWS reports"],
    ["a setting", { from: "setting", name: "parameters.preStop" }, "by setting parameters.preStop"],
  ])("names the origin: %s", (_what, source, expected) => {
    expect(printWhy(amount("preStop", 40), amount("deregistrationDelay", 35, source))).toBe(
      `sleep 40 s: deregistration delay 35 s ${expected}`,
    );
    expect(printWhy(amount("gracePeriod", 50, source), undefined)).toBe(`grace period 50 s: ${expected}`);
  });

  test("is at most 300 characters long, however long a name is", () => {
    const long = { ...ingress, name: "x".repeat(300) };
    const printed = printWhy(amount("preStop", 40), amount("deregistrationDelay", 35, object("metadata.annotations", long)));
    expect(printed).toHaveLength(300);
    expect(printed).toMatch(/^sleep 40 s: deregistration delay 35 s of Ingress web\/x+$/);
  });
});
