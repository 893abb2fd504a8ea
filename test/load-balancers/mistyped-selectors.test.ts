import { expect, test } from "vitest";
import { mistypedSelectors } from "#load-balancers/mistyped-selectors.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { rawClass, rawIngress, rawService } from "../support/routing.ts";
import { viewOf } from "../support/view.ts";

type Texts = Readonly<Record<string, string>>;

const template = (labels: Texts) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { namespace: "shop", name: "shop" },
  spec: { template: { metadata: { labels }, spec: { containers: [] } } },
});

const problemsOf = (selector: Texts, labels: Texts, namespace = "shop"): readonly string[] => {
  const documents = [
    rawClass("alb"),
    rawService("web", { spec: { selector } }),
    rawIngress("web", { annotations: { "target-type": "ip" } }),
  ];
  return mistypedSelectors({ namespace, labels }, viewOf([...documents, template(labels)]), defaultControllerFlags).map(
    ({ id, object }) => `${id} ${object.kind}/${object.name}`,
  );
};

const long = (letter: string): string => letter.repeat(63);

test.each<[string, Texts, Texts]>([
  ["one letter other", { app: "shop" }, { app: "shap" }],
  ["two letters more", { app: "shop" }, { app: "shoppe" }],
  ["a letter in each of two labels", { app: "shop", tier: "web" }, { app: "shops", tier: "wed" }],
  ["one label of two", { app: "shop", tier: "web" }, { app: "shop", tier: "wed", more: "x" }],
  ["nothing where a letter should be", { app: "a" }, { app: "" }],
  ["the longest value that a label may have", { app: long("a") }, { app: `${"a".repeat(62)}b` }],
])("a selector was meant for the Pods with %s", (_title, selector, labels) => {
  expect(problemsOf(selector, labels)).toEqual(["service-selects-nothing Service/web"]);
});

test.each<[string, Texts, Texts, string?]>([
  ["three letters other", { app: "shop" }, { app: "shaped" }],
  ["a letter in each of three labels", { a: "x1", b: "x2", c: "x3" }, { a: "y1", b: "y2", c: "y3" }],
  ["without one of the labels", { app: "shop", tier: "web" }, { app: "shops" }],
  ["values longer than a label may have", { app: `${long("a")}a` }, { app: `${long("a")}b` }],
  ["one value longer than a label may have", { app: long("a") }, { app: `${long("a")}a` }],
  ["a selector longer than a label may be", { app: `${long("a")}a` }, { app: long("a") }],
  ["the labels that it names", { app: "shop" }, { app: "shop" }],
  ["nearly its labels in another namespace", { app: "shop" }, { app: "shap" }, "far"],
])("a selector was not meant for Pods with %s", (_title, selector, labels, namespace) => {
  expect(problemsOf(selector, labels, namespace)).toEqual([]);
});
