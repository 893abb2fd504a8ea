import { expect, test } from "vitest";
import { wantedArns } from "#load-balancers/aws/wanted-arns.ts";
import { type Raw, rawBinding } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const arn = (name: string): string => `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/7055c9ceba04f4e3`;

const binding = (namespace: string, name: string, targetGroupARN = arn(name)): Raw => {
  const raw = rawBinding(name, { spec: { targetGroupARN } }) as { metadata: object };
  return { ...raw, metadata: { ...raw.metadata, namespace } };
};

test("a namespace with many bindings does not keep those of another waiting", () => {
  const many = Array.from({ length: 50 }, (_, at) => binding("many", `many-${String(at).padStart(2, "0")}`));
  const wanted = wantedArns(viewOf([...many, binding("one", "one")]));
  expect(wanted).toHaveLength(51);
  expect(wanted.indexOf(arn("one"))).toBeLessThan(2);
});

test("one ARN of several bindings is requested once", () => {
  expect(wantedArns(viewOf([binding("a", "x", arn("shared")), binding("b", "y", arn("shared"))]))).toEqual([arn("shared")]);
});

test("namespaces that are out of scope and texts that are no ARN are left out", () => {
  const view = viewOf([binding("in", "x"), binding("out", "y"), binding("in", "z", "tf-z")]);
  expect(wantedArns(view, (namespace) => namespace === "in")).toEqual([arn("x")]);
});

test("bindings beyond the quota of an account are not requested", () => {
  const many = Array.from({ length: 3_100 }, (_, at) => binding("many", `b${at}`));
  expect(wantedArns(viewOf(many))).toHaveLength(3_000);
});

test("bindings beyond the quota are those of the longest lists", () => {
  const of = (namespace: string, count: number): readonly Raw[] =>
    Array.from({ length: count }, (_, at) => binding(namespace, `${namespace}${at}`));
  const wanted = wantedArns(viewOf([...of("a", 2_500), ...of("b", 600), ...of("c", 1)]));
  const ofNamespace = (letter: string) => wanted.filter((each) => each.includes(`targetgroup/${letter}`)).length;
  expect(["a", "b", "c"].map(ofNamespace)).toEqual([2_399, 600, 1]);
});

test("nothing is requested twice, and nothing where there are no bindings", () => {
  expect(wantedArns(viewOf([]))).toEqual([]);
  expect(wantedArns(viewOf([binding("a", "x"), binding("a", "y"), binding("b", "z")]))).toEqual([arn("x"), arn("z"), arn("y")]);
});
