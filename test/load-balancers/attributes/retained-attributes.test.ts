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
