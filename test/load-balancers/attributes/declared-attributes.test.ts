import { expect, test } from "vitest";
import { declaredAttributeProblems } from "#load-balancers/attributes/declared-attributes.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { delay, rawClass, rawIngress } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const field = "alb.ingress.kubernetes.io/target-group-attributes";

const problemsOf = (attributes: string | undefined, controller?: string) => {
  const annotations = attributes === undefined ? {} : { "target-group-attributes": attributes };
  const documents = [rawClass("alb", controller === undefined ? {} : { controller }), rawIngress("web", { annotations })];
  const view = viewOf(documents);
  return view
    .list("Ingress")
    .flatMap((ingress) => declaredAttributeProblems(ingress, view, defaultControllerFlags))
    .map(({ id, object, field: at, details }) => ({ id, object: object.name, at, ...details }));
};

test("attributes that the controller cannot read are reported before any Service exists", () => {
  expect(problemsOf("deregistration_delay")).toEqual([
    { id: "attributes-unparsable", object: "web", at: field, text: "deregistration_delay" },
  ]);
});

test("so is a delay that AWS refuses", () => {
  expect(problemsOf(delay("30s"))).toMatchObject([{ id: "deregistration-delay-invalid", object: "web", at: field }]);
});

test("nothing is wrong with a delay that AWS takes, or with none", () => {
  expect(problemsOf(delay(30))).toEqual([]);
  expect(problemsOf(undefined)).toEqual([]);
});

test("nothing is said of an Ingress of another controller", () => {
  expect(problemsOf("deregistration_delay", "example.com/other")).toEqual([]);
});
