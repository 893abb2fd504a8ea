import { expect, test } from "vitest";
import { retainedAttributes } from "#load-balancers/attributes/retained-attributes.ts";
import { targetGroupsOfServices } from "#load-balancers/target-groups.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { viewOf } from "../../support/view.ts";
import { scenarios } from "../../vectors/golden.ts";
import { compare } from "../../vectors/golden-comparison.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

const updates = scenarios
  .filter(({ liveBeforeUpdate, golden }) => liveBeforeUpdate !== undefined && golden.accepted === true)
  .map((scenario) => [scenario.name, scenario] as const);

test.each(updates)("%s leaves in AWS what both states together say", (_name, { flags, golden, live, liveBeforeUpdate }) => {
  const groups = (documents: readonly unknown[]): readonly TargetGroup[] => {
    const view = viewOf(documents);
    return targetGroupsOfServices(view.list("Service"), view, flags).targetGroups;
  };
  const { targetGroups } = retainedAttributes(groups(liveBeforeUpdate ?? []), groups(live));
  expect(compare(targetGroups, golden.targetGroups, true)).toEqual([]);
});

test.each(vectorsOf("attributeReconcile"))("only what an object names is written: %s", (_id, { input, expected }) => {
  const group = (attributes: Readonly<Record<string, string>>): TargetGroup => ({ ...plain, attributes });
  const [after] = retainedAttributes([group(input.current)], [group(input.desired)]).targetGroups;
  expect(after?.attributes).toEqual({ ...input.current, ...expected.modify });
});

const plain: TargetGroup = {
  loadBalancer: "alb",
  origin: { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "shop", name: "web" },
  binding: undefined,
  bindingGroup: undefined,
  namespace: "shop",
  service: "web",
  port: 80,
  targetType: "ip",
  attributes: {},
  deregistrationDelay: { value: seconds(300), source: { from: "default" } },
  delaySetting: {
    object: { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "shop", name: "web" },
    field: "alb.ingress.kubernetes.io/target-group-attributes",
    form: "pairs",
    attributes: {},
  },
  nextDeregistrationDelay: undefined,
  healthCheck: undefined,
  idleTimeout: undefined,
  usedByListener: true,
  problems: [],
};

test.each<readonly [string, Partial<TargetGroup>, boolean]>([
  ["the same one", {}, true],
  ["one of another route", { origin: { ...plain.origin, name: "other" } }, false],
  ["one in another namespace", { namespace: "other" }, false],
  ["one of another Service", { service: "other" }, false],
  ["one of another port", { port: 81 }, false],
  ["one of other targets", { targetType: "instance" }, false],
  ["one of another binding", { binding: "other" }, false],
])("%s keeps what AWS holds, or starts again", (_sentence, change, kept) => {
  const before = { ...plain, attributes: { "deregistration_delay.timeout_seconds": "60" } };
  const { retained, targetGroups } = retainedAttributes([before], [{ ...plain, ...change }]);
  expect(retained.map(({ key, value }) => `${key}=${value}`)).toEqual(kept ? ["deregistration_delay.timeout_seconds=60"] : []);
  expect(Object.keys(targetGroups[0]?.attributes ?? {})).toHaveLength(kept ? 1 : 0);
});

test("only what was taken away is kept", () => {
  const chosen = { value: seconds(60), source: { from: "object", object: plain.origin, field: "f" } } as const;
  const idle = { value: seconds(10), source: { from: "object", object: plain.origin, field: "f" } } as const;
  const byDefault = { value: seconds(60), source: { from: "default" } } as const;
  const before = { ...plain, deregistrationDelay: chosen, idleTimeout: idle };
  const after = (was: Partial<TargetGroup>, is: Partial<TargetGroup>) =>
    retainedAttributes([{ ...before, ...was }], [{ ...plain, idleTimeout: byDefault, ...is }]).targetGroups[0];
  expect(after({ attributes: { "stickiness.enabled": "true" } }, {})?.deregistrationDelay).toEqual(plain.deregistrationDelay);
  expect(after({ attributes: { "deregistration_delay.timeout_seconds": "60" } }, {})?.deregistrationDelay).toEqual(chosen);
  expect(after({}, {})?.idleTimeout).toEqual(idle);
  expect(after({ idleTimeout: byDefault }, {})?.idleTimeout).toEqual(byDefault);
  expect(after({ idleTimeout: undefined }, {})?.idleTimeout).toEqual(byDefault);
  expect(after({}, { idleTimeout: { ...idle, value: seconds(20) } })?.idleTimeout?.value).toBe(20);
});
