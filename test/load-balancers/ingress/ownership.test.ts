import { describe, expect, test } from "vitest";
import { flawOfName, groupOf } from "#load-balancers/ingress/group.ts";
import { type Ownership, ownershipOf } from "#load-balancers/ingress/ownership.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { paramsRef, type Raw, rawClass, rawIngress, rawNamespace, rawParams } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

const classAnnotation = "kubernetes.io/ingress.class";

function owned(documents: readonly Raw[], flags: Partial<ControllerFlags> = {}): Ownership {
  const view = viewOf(documents);
  const ingress = view.get("Ingress", "shop", "web");
  if (ingress === undefined) throw new Error("no Ingress");
  return ownershipOf(ingress, view, { ...defaultControllerFlags, ...flags });
}

const problemIds = (ownership: Ownership): readonly string[] =>
  ownership.managed === "no" ? [] : ownership.problems.map(({ id }) => id);

describe("takes an Ingress as the controller does", () => {
  test.each(vectorsOf("classifyIngress"))("%s", (_id, { input, expected }) => {
    const annotations = input.annotation === undefined ? {} : { [classAnnotation]: input.annotation };
    const classes = Object.entries<string>(input.classes ?? {}).map(([name, controller]) => rawClass(name, { controller }));
    const ingress = rawIngress("web", { annotations, className: input.ingressClassName ?? "" });
    const flags = input.manageIngressesWithoutIngressClass ? { ingressClass: "" } : {};
    expect(owned([...classes, ingress], flags).managed).toBe(expected.managed ? "yes" : "no");
  });

  test.each(vectorsOf("ingressClassAnnotation"))("by its annotation: %s", (_id, { input, expected }) => {
    const ingress = rawIngress("web", { annotations: { [classAnnotation]: input.annotation }, className: "" });
    const ownership = owned([ingress], { ingressClass: input.controllerIngressClassFlag });
    expect(ownership.managed).toBe(expected.matches ? "yes" : "no");
  });

  test("by an annotation of alb or of nothing where the flag is empty", () => {
    for (const annotation of ["", "alb"]) {
      const ingress = rawIngress("web", { annotations: { [classAnnotation]: annotation }, className: "" });
      expect(owned([ingress], { ingressClass: "" }).managed).toBe("yes");
    }
  });
});

const problemOfError: readonly (readonly [text: string, id: string])[] = [
  ["references unknown parameters", "ingress-class-parameters-unsupported"],
  ["mismatch", "ingress-class-params-namespace-mismatch"],
  ["multiple default IngressClasses", "ingress-class-default-ambiguous"],
];

interface ClassInput {
  readonly ingressClassName: string | null;
  readonly defaultClasses?: readonly string[];
  readonly parameters?: Raw;
  readonly params?: { readonly name: string; readonly namespaceSelector: Raw };
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

function classDocuments(input: ClassInput): readonly Raw[] {
  const { ingressClassName: named, defaultClasses = [], params } = input;
  const parameters = params === undefined ? input.parameters : paramsRef(params.name);
  const own =
    named === null || defaultClasses.includes(named) ? [] : [rawClass(named, parameters === undefined ? {} : { parameters })];
  return [
    ...defaultClasses.map((name) => rawClass(name, { isDefault: true })),
    ...own,
    ...(params === undefined ? [] : [rawParams(params.name, { namespaceSelector: params.namespaceSelector })]),
    rawNamespace("shop", input.namespaceLabels ?? {}),
    rawIngress("web", { className: named ?? "" }),
  ];
}

describe("loads the class as the controller does", () => {
  test.each(vectorsOf("classLoader"))("%s", (_id, { input, expected }) => {
    const ownership = owned(classDocuments(input));
    const id = problemOfError.find(([text]) => expected.error?.includes(text))?.[1];
    expect(problemIds(ownership)).toEqual(id === undefined ? [] : [id]);
    expect(ownership.managed).toBe(id === undefined ? "yes" : "refused");
  });
});

test.each([
  ["a class that does not exist", [rawIngress("web", { className: "gone" })], "ingress-class-missing"],
  [
    "parameters that do not exist",
    [rawClass("alb", { parameters: paramsRef("gone") }), rawIngress("web")],
    "ingress-class-params-missing",
  ],
])("refuses %s", (_name, documents, id) => {
  expect(problemIds(owned(documents))).toEqual([id]);
});

test("an annotation that differs from the class is refused on CREATE, and decides where it is stored", () => {
  const annotations = { [classAnnotation]: "nginx" };
  const ingress = rawIngress("web", { annotations });
  expect(problemIds(owned([rawClass("alb"), ingress]))).toEqual(["ingress-class-annotation-differs"]);
  const stored = { ...ingress, metadata: { name: "web", namespace: "shop", uid: "u", annotations } };
  expect(owned([rawClass("alb"), stored]).managed).toBe("no");
});

describe("EKS Auto Mode", () => {
  const autoMode = rawClass("alb", { controller: "eks.amazonaws.com/alb", parameters: paramsRef("edge", "eks.amazonaws.com") });
  const params = rawParams("edge", { group: { name: "edge" } }, "eks.amazonaws.com/v1");

  test("takes its class with parameters of its own API group", () => {
    expect(owned([autoMode, params, rawIngress("web")])).toMatchObject({
      managed: "yes",
      by: "auto-mode",
      params: { groupName: "edge" },
    });
  });

  test("does not take parameters of the other API group for its own", () => {
    expect(problemIds(owned([autoMode, rawParams("edge", {}), rawIngress("web")]))).toEqual(["ingress-class-params-missing"]);
  });

  test("does not read the old annotation", () => {
    const ownership = owned([autoMode, params, rawIngress("web", { annotations: { [classAnnotation]: "nginx" } })]);
    expect(ownership).toMatchObject({
      managed: "yes",
      by: "auto-mode",
      problems: [{ id: "annotation-unsupported-by-auto-mode" }],
    });
  });
});

describe("finds the group as the controller does", () => {
  test.each(vectorsOf("groupName"))("name %s", (_id, { input, expected }) => {
    expect(flawOfName(input.name) === undefined).toBe(expected.valid);
  });

  test.each(vectorsOf("groupID"))("%s", (_id, { input, expected }) => {
    const documents = [
      rawClass("alb", input.params === undefined ? {} : { parameters: paramsRef("edge") }),
      ...(input.params === undefined ? [] : [rawParams("edge", { group: { name: input.params } })]),
      rawIngress("web", input.annotation === undefined ? {} : { annotations: { "group.name": input.annotation } }),
    ];
    const view = viewOf(documents);
    const ingress = view.get("Ingress", "shop", "web");
    const ownership = ingress && ownershipOf(ingress, view, defaultControllerFlags);
    if (ingress === undefined || ownership?.managed !== "yes") throw new Error("not managed");
    const reading = groupOf(ingress, ownership);
    if (!reading.ok) return expect(`invalid ingress group: ${reading.problem.details["reason"]}`).toBe(expected.error);
    const id = expected.namespace === "" ? expected.name : "shop/web";
    return expect(reading.group).toEqual({ by: "controller", explicit: expected.namespace === "", id });
  });
});
