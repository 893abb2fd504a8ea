import { describe, expect, test } from "vitest";
import { found } from "../../support/found.ts";
import { type Raw, rawBackend, rawClass, rawIngress, rawPath, rawService } from "../../support/routing.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

const ip = { "target-type": "ip" };
const base: readonly Raw[] = [rawClass("alb"), rawService("web")];
const forward = (...targets: readonly unknown[]): string =>
  JSON.stringify({ type: "forward", forwardConfig: { targetGroups: targets } });
const action = (text: string, name = "split"): Raw =>
  rawIngress("web", { annotations: { ...ip, [`actions.${name}`]: text }, paths: [rawPath(name, "use-annotation")] });

describe("an action that the Ingress does not carry", () => {
  const missing = vectorsOf("ingressAction").filter(([, { input }]) => input.annotationPresent === false);
  test.each(missing)("%s", (_id, { input }) => {
    const tolerant: boolean = input.tolerateNonExistentBackendAction;
    const ingress = rawIngress("web", { annotations: ip, paths: [rawPath("web"), rawPath("gone", "use-annotation", "/gone")] });
    const { targetGroups, ids } = found([...base, ingress], { tolerateNonExistentBackendAction: tolerant });
    expect(ids).toEqual([tolerant ? "action-missing" : "action-missing-rejected"]);
    expect(targetGroups).toHaveLength(tolerant ? 1 : 0);
  });
});

test("a wrong action is reported once, and a missing one at each path that names it", () => {
  const paths = ["/a", "/b"].map((path) => rawPath("x", "use-annotation", path));
  const of = (annotations: Readonly<Record<string, string>>) =>
    found([...base, rawIngress("web", { annotations: { ...ip, ...annotations }, paths: [rawPath("web"), ...paths] })]).problems;
  expect(of({})).toEqual([
    "action-missing Ingress/web spec.rules[0].http.paths[1].backend",
    "action-missing Ingress/web spec.rules[0].http.paths[2].backend",
  ]);
  expect(of({ "actions.x": "{" })).toEqual(["action-unparsable Ingress/web alb.ingress.kubernetes.io/actions.x"]);
});

describe("a backend that is not there", () => {
  test.each(vectorsOf("ingressBackend"))("%s", (_id, { input }) => {
    const ingress =
      input.backend === undefined
        ? rawIngress("web", { annotations: ip, paths: [rawPath("web"), rawPath("svc-1", 80, "/b")] })
        : rawIngress("web", { annotations: ip, paths: [rawPath("web"), { path: "/b", backend: input.backend }] });
    const flags = input.tolerateNonExistentBackendService === false ? { tolerateNonExistentBackendService: false } : {};
    const { ids, targetGroups } = found([...base, ingress], flags);
    expect(targetGroups).toEqual([]);
    expect(ids).toEqual([input.backend === undefined ? "service-missing" : "backend-resource-unsupported"]);
  });

  test("is tolerated alone and not among several", () => {
    const gone = { serviceName: "gone", servicePort: 80, weight: 1 };
    const web = { serviceName: "web", servicePort: 80, weight: 1 };
    expect(found([...base, action(forward(web, gone))]).ids).toEqual(["service-missing"]);
    expect(
      found([...base, rawIngress("web", { annotations: ip, paths: [rawPath("web"), rawPath("gone", 80, "/b")] })]).ids,
    ).toEqual(["backend-service-missing"]);
  });

  test("a port that the Service has not", () => {
    expect(found([...base, rawIngress("web", { annotations: ip, paths: [rawPath("web", 81)] })]).problems).toEqual([
      "service-port-missing Ingress/web spec.rules[0].http.paths[0].backend",
    ]);
  });
});

test("a target of weight 0 has its target group, one that is named by ARN has none", () => {
  const text = forward({ serviceName: "web", servicePort: "80", weight: 0 }, { targetGroupARN: "arn", weight: 1 });
  expect(found([...base, action(text)]).targetGroups).toMatchObject([{ service: "web", port: 80, usedByListener: true }]);
});

test.each([
  ["JSON that is broken", '{"type":', "action-unparsable"],
  ["a forward without targets' ports", forward({ serviceName: "web" }), "action-invalid"],
])("%s is told", (_name, text, id) => {
  const ingress = action(text);
  expect(found([...base, rawIngress("a", { annotations: ip }), ingress]).targetGroups).toHaveLength(1);
  const both = rawIngress("web", {
    annotations: { ...ip, "actions.x": text },
    paths: [rawPath("web"), rawPath("x", "use-annotation", "/x")],
  });
  expect(found([...base, both]).problems).toEqual([`${id} Ingress/web alb.ingress.kubernetes.io/actions.x`]);
});

describe("whether a listener leads to it", () => {
  const redirect = (to: Raw): string => JSON.stringify({ type: "redirect", redirectConfig: { statusCode: "HTTP_301", ...to } });
  const both = '[{"HTTP": 80}, {"HTTPS": 443}]';
  const shadowing = (to: Raw, path: string, more: Readonly<Record<string, string>> = {}): Raw =>
    rawIngress("web", {
      annotations: { ...ip, "listen-ports": both, "actions.away": redirect(to), ...more },
      paths: [
        rawPath("away", "use-annotation", path, "ImplementationSpecific"),
        rawPath("web", 80, "/shop/*", "ImplementationSpecific"),
      ],
    });
  const used = (ingress: Raw): boolean | undefined => found([...base, ingress]).targetGroups[0]?.usedByListener;

  test.each([
    ["a redirect of everything to another host", shadowing({ host: "www" }, "/*"), false],
    ["a redirect to HTTPS, which the HTTPS listener leaves out", shadowing({ port: "443", protocol: "HTTPS" }, "/*"), true],
    ["a redirect of other paths", shadowing({ host: "www" }, "/old"), true],
    [
      "a redirect of some requests only",
      shadowing({ host: "www" }, "/*", {
        "conditions.away": '[{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"x","values":["1"]}}]',
      }),
      true,
    ],
    [
      "a redirect of the same paths",
      shadowing({ host: "www" }, "/a", {
        "conditions.away": '[{"field":"path-pattern","pathPatternConfig":{"values":["/shop/*"]}}]',
      }),
      false,
    ],
    ["ssl-redirect", rawIngress("web", { annotations: { ...ip, "listen-ports": both, "ssl-redirect": "443" } }), true],
  ])("%s", (_name, ingress, expected) => {
    expect(used(ingress)).toBe(expected);
  });

  test("a default backend is led to in any case", () => {
    const ingress = rawIngress("web", { annotations: ip, paths: [], spec: { defaultBackend: rawBackend("web", "http") } });
    expect(found([...base, ingress]).targetGroups).toMatchObject([{ port: "http", usedByListener: true }]);
  });
});

test.each([
  ["an exact path with a wildcard", "/a*", "Exact"],
  ["a prefix with a wildcard", "/a*", "Prefix"],
  ["a path type that is not known", "/a", "Regex"],
])("%s is refused", (_name, path, pathType) => {
  expect(found([...base, rawIngress("web", { annotations: ip, paths: [rawPath("web", 80, path, pathType)] })]).ids).toEqual([
    "path-invalid",
  ]);
});
