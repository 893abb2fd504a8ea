/** Which hosts and paths one rule of a listener requires, and what the controller refuses in an annotation about them. */
import { describe, expect, test } from "vitest";
import { readIngress } from "#kubernetes/objects/ingress/read-ingress.ts";
import { ConditionReader } from "#load-balancers/ingress/rule-conditions.ts";
import type { Problem } from "#model/findings/problem.ts";
import { rawIngress } from "../../support/routing.ts";

interface Asked {
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly field?: string;
}

function asked({
  host = "",
  path = "",
  pathType = "Prefix",
  annotations = {},
  field = "spec.rules[0].http.paths[0].backend",
}: Asked) {
  const ingress = readIngress(rawIngress("web", { annotations }));
  if (ingress === undefined) throw new Error("an Ingress was expected");
  const problems: Problem[] = [];
  const reader = new ConditionReader(ingress, problems);
  const conditions = reader.conditionsOf({ host, path, pathType, backend: { field } }, "web");
  return {
    ...conditions,
    problems: problems.map(({ id, field: at, details }) => [id, at, details["reason"] ?? details["value"] ?? details["count"]]),
  };
}

const annotated = (...conditions: readonly object[]): Asked => ({
  annotations: { "conditions.web": JSON.stringify(conditions) },
});
const hosts = (...values: readonly string[]) => ({ field: "host-header", hostHeaderConfig: { values } });
const paths = (...values: readonly string[]) => ({ field: "path-pattern", pathPatternConfig: { values } });
const key = "alb.ingress.kubernetes.io/conditions.web";

describe("an Ingress rule requires", () => {
  test.each<readonly [string, Asked, readonly string[], readonly string[]]>([
    ["any path where it states none", {}, [], ["/*"]],
    ["any path below the root", { path: "/" }, [], ["/*"]],
    ["a prefix and what is below it", { path: "/a" }, [], ["/a", "/a/*"]],
    ["the same of a prefix with a slash at its end", { path: "/a/" }, [], ["/a", "/a/*"]],
    ["exactly a path", { path: "/a", pathType: "Exact" }, [], ["/a"]],
    ["exactly the root", { path: "/", pathType: "Exact" }, [], ["/"]],
    ["a pattern of the load balancer's", { path: "/a*", pathType: "ImplementationSpecific" }, [], ["/a*"]],
    ["the same where it states no type", { path: "/a*", pathType: "" }, [], ["/a*"]],
    ["a host, and then no path", { host: "a.example.org" }, ["a.example.org"], []],
    ["host and path", { host: "a.example.org", path: "/a", pathType: "Exact" }, ["a.example.org"], ["/a"]],
    ["hosts of an annotation, too", { host: "a", ...annotated(hosts("b", "c")) }, ["a", "b", "c"], []],
    ["paths of an annotation, too", { path: "/a", pathType: "Exact", ...annotated(paths("/b")) }, [], ["/a", "/b"]],
    ["what several conditions of an annotation do", annotated(hosts("a"), hosts("b"), paths("/c")), ["a", "b"], ["/c"]],
  ])("%s", (_sentence, given, wantedHosts, wantedPaths) => {
    const { problems, pathsAreRegex, others, ...found } = asked(given);
    expect(found).toEqual({ hosts: wantedHosts, paths: wantedPaths });
    expect([problems, pathsAreRegex, others]).toEqual([[], false, false]);
  });

  test("regular expressions where an annotation says so, without the slash", () => {
    const regex = (value: string): Asked => ({ path: "/^a$", pathType: "", annotations: { "use-regex-path-match": value } });
    expect(asked(regex("true"))).toMatchObject({ paths: ["^a$"], pathsAreRegex: true, problems: [] });
    expect(asked(regex("false"))).toMatchObject({ paths: ["/^a$"], pathsAreRegex: false, problems: [] });
    expect(asked({ ...regex("true"), pathType: "Exact" })).toMatchObject({ paths: ["/^a$"], pathsAreRegex: false });
    expect(asked(regex("maybe"))).toMatchObject({
      paths: ["/^a$"],
      problems: [["boolean-unparsable", "alb.ingress.kubernetes.io/use-regex-path-match", "maybe"]],
    });
  });

  test("regular expressions of an annotation alone, where there are both", () => {
    const both = [paths("/b"), { field: "path-pattern", pathPatternConfig: { regexValues: ["^c"] } }];
    expect(asked({ path: "/a", ...annotated(...both) })).toMatchObject({ paths: ["^c"], pathsAreRegex: true });
  });

  test.each(["http-header", "http-request-method", "query-string", "source-ip"])("something else: %s", (field) => {
    const name = {
      "http-header": "httpHeader",
      "http-request-method": "httpRequestMethod",
      "query-string": "queryString",
      "source-ip": "sourceIP",
    }[field];
    expect(asked(annotated({ field, [`${name}Config`]: {} }))).toEqual({
      hosts: [],
      paths: [],
      pathsAreRegex: false,
      others: true,
      problems: [],
    });
  });
});

describe("the controller refuses", () => {
  const at = "spec.rules[0].http.paths[0].path";

  test.each<readonly [string, Asked, readonly [string, string, string]]>([
    ["a prefix with a star", { path: "/a*" }, ["path-invalid", at, "prefix path shouldn't contain wildcards"]],
    ["a prefix with a question mark", { path: "/a?" }, ["path-invalid", at, "prefix path shouldn't contain wildcards"]],
    [
      "an exact path with a star",
      { path: "/a*", pathType: "Exact" },
      ["path-invalid", at, "exact path shouldn't contain wildcards"],
    ],
    ["a type that it does not know", { path: "/a", pathType: "Regex" }, ["path-invalid", at, "unknown pathType Regex"]],
    [
      "the same of a rule whose field is another",
      { path: "/a", pathType: "Regex", field: "spec.defaultB" },
      ["path-invalid", "spec.defaultB", "unknown pathType Regex"],
    ],
    ["conditions that are no JSON", { annotations: { "conditions.web": "[" } }, ["conditions-invalid", key, "not JSON"]],
    [
      "conditions that are no list",
      { annotations: { "conditions.web": "{}" } },
      ["conditions-invalid", key, "conditions must be a list"],
    ],
    ["a condition without a field", annotated({}), ["conditions-invalid", key, "unknown condition field: "]],
    ["a field that nobody knows", annotated({ field: "cookie" }), ["conditions-invalid", key, "unknown condition field: cookie"]],
    [
      "a field that objects have by birth",
      annotated({ field: "constructor" }),
      ["conditions-invalid", key, "unknown condition field: constructor"],
    ],
    ["a field without its values", annotated({ field: "host-header" }), ["conditions-invalid", key, "missing hostHeaderConfig"]],
    [
      "no values at all",
      annotated({ field: "path-pattern", pathPatternConfig: {} }),
      ["conditions-invalid", key, "invalid pathPatternConfig: values or regexValues must be specified"],
    ],
    [
      "values of both kinds",
      annotated({ field: "host-header", hostHeaderConfig: { values: ["a"], regexValues: ["b"] } }),
      ["conditions-invalid", key, "invalid hostHeaderConfig: precisely one of values and regexValues can be specified"],
    ],
    [
      "what is wrong in the second condition",
      annotated(hosts("a"), { field: "cookie" }),
      ["conditions-invalid", key, "unknown condition field: cookie"],
    ],
    ["more values than AWS takes", annotated(hosts("a", "b", "c"), paths("/d", "/e", "/f")), ["conditions-over-quota", key, "6"]],
  ])("%s", (_sentence, given, problem) => {
    expect(asked(given).problems).toEqual([problem]);
  });

  test("nothing of as many values as AWS takes, and keeps one beyond them", () => {
    expect(asked(annotated(hosts("a", "b", "c"), paths("/d", "/e"))).problems).toEqual([]);
    const many = ["a", "b", "c", "d", "e", "f", "g"];
    expect(asked(annotated(hosts(...many)))).toMatchObject({ hosts: many.slice(0, 6) });
    expect(asked(annotated(paths(...many)))).toMatchObject({ paths: many.slice(0, 6) });
    const regexes = { field: "path-pattern", pathPatternConfig: { regexValues: many } };
    expect(asked(annotated(regexes))).toMatchObject({ paths: many.slice(0, 6), problems: [["conditions-over-quota", key, "7"]] });
  });
});

test("an annotation is read once for each backend, however many paths lead there", () => {
  const ingress = readIngress(
    rawIngress("web", { annotations: { "conditions.web": "[", "conditions.other": "[", "use-regex-path-match": "x" } }),
  );
  if (ingress === undefined) throw new Error("an Ingress was expected");
  const problems: Problem[] = [];
  const reader = new ConditionReader(ingress, problems);
  const rule = { host: "", path: "/a", pathType: "", backend: { field: "f" } };
  for (const name of ["web", "web", "other"]) reader.conditionsOf(rule, name);
  expect(problems.map(({ id, field }) => [id, field.split("/")[1]])).toEqual([
    ["conditions-invalid", "conditions.web"],
    ["boolean-unparsable", "use-regex-path-match"],
    ["conditions-invalid", "conditions.other"],
  ]);
});
