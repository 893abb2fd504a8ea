import { expect, test } from "vitest";
import { ingressTargetGroups, stoppedByOthers } from "#load-balancers/ingress/ingress-target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { paramsRef, type Raw, rawClass, rawIngress, rawParams, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const right = { "target-type": "ip" };
const wrong = { ...right, "target-group-attributes": "x" };
const edge = { "group.name": "edge" };

/** Whether the group of `mine` is stopped without it. */
const stopped = (mine: Raw, ...others: readonly Raw[]): boolean => {
  const base = [rawClass("alb"), rawService("web")];
  const [ingress] = viewOf([...base, mine])
    .list("Ingress")
    .filter(({ meta }) => meta.name === "mine");
  if (ingress === undefined) throw new Error("an Ingress was expected");
  return stoppedByOthers(ingress, viewOf([...base, ...others]), defaultControllerFlags);
};

test.each<[string, Raw, readonly Raw[], boolean]>([
  ["no others", rawIngress("mine", { annotations: { ...wrong, ...edge } }), [], false],
  [
    "others without a mistake",
    rawIngress("mine", { annotations: { ...wrong, ...edge } }),
    [rawIngress("a", { annotations: { ...right, ...edge } })],
    false,
  ],
  [
    "another with a mistake",
    rawIngress("mine", { annotations: { ...right, ...edge } }),
    [rawIngress("a", { annotations: { ...wrong, ...edge } })],
    true,
  ],
  [
    "a mistake in another group",
    rawIngress("mine", { annotations: { ...right, ...edge } }),
    [rawIngress("a", { annotations: { ...wrong, "group.name": "other" } })],
    false,
  ],
  [
    "an Ingress of its own, as it was before",
    rawIngress("mine", { annotations: wrong }),
    [rawIngress("mine", { annotations: wrong })],
    false,
  ],
])("whether others stop the group of an Ingress: %s", (_title, mine, others, wanted) => {
  expect(stopped(mine, ...others)).toBe(wanted);
});

test("what is wrong with the parameters of a class is said of the Services behind it, and what other Ingresses do is not", () => {
  const view = viewOf([
    rawClass("alb", { parameters: paramsRef("team") }),
    rawParams("team", { loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "5000" }] }),
    rawService("web"),
    rawIngress("mine", { annotations: { ...right, ...edge } }),
    rawIngress("other", { annotations: { ...right, ...edge, "group.order": "9999" }, paths: [] }),
  ]);
  const { problems } = ingressTargetGroups(view.list("Service"), view, defaultControllerFlags);
  expect(problems.map(({ id, object }) => `${id} ${object.kind}/${object.name}`).sort()).toEqual([
    "attribute-value-invalid IngressClassParams/team",
    "group-reconcile-blocked Ingress/mine",
  ]);
});
