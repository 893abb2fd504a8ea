/** On which ports the load balancer of a group listens. */
import { describe, expect, test } from "vitest";
import { readIngress } from "#kubernetes/objects/ingress/read-ingress.ts";
import { listenersOf } from "#load-balancers/ingress/listeners.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { IngressClassParams } from "#model/load-balancers/routing.ts";
import { rawIngress } from "../../support/routing.ts";

type Texts = Readonly<Record<string, string>>;

interface Member {
  readonly annotations?: Texts;
  readonly params?: Partial<IngressClassParams>;
}

function listening(...members: readonly Member[]) {
  const problems: Problem[] = [];
  const made = members.map(({ annotations = {}, params }, order) => {
    const ingress = readIngress(rawIngress("abcdef".charAt(order), { annotations }));
    if (ingress === undefined) throw new Error("an Ingress was expected");
    const meta = { ...ingress.meta, name: "edge" };
    const none = {
      namespaceSelector: undefined,
      groupName: undefined,
      targetType: undefined,
      loadBalancerAttributes: [],
      sslRedirectPort: undefined,
      hasCertificates: false,
      settings: {},
    };
    return { ingress, params: params === undefined ? undefined : { meta, ...none, ...params }, order, problems: [] };
  });
  const listeners = listenersOf(made, problems).map(
    ({ port, protocol, redirectsOnly, members: on }) =>
      `${protocol}:${port} ${on.map(({ ingress }) => ingress.meta.name).join("")}${redirectsOnly ? " redirects" : ""}`,
  );
  return { listeners, problems };
}

const on = (...entries: readonly object[]): Member => ({ annotations: { "listen-ports": JSON.stringify(entries) } });
const field = "alb.ingress.kubernetes.io/listen-ports";
const both = [{ HTTP: 80 }, { HTTPS: 443 }];
const redirecting = (port: string, ...entries: readonly object[]): Member => ({
  annotations: { "listen-ports": JSON.stringify(entries.length === 0 ? both : entries), "ssl-redirect": port },
});

describe("a group listens", () => {
  test.each<readonly [string, readonly Member[], readonly string[]]>([
    ["on 80 where nothing is stated", [{}], ["HTTP:80 a"]],
    ["on 443 where there is a certificate", [{ annotations: { "certificate-arn": "arn" } }], ["HTTPS:443 a"]],
    ["on 80 where the list of certificates is empty", [{ annotations: { "certificate-arn": " , " } }], ["HTTP:80 a"]],
    ["on 443 where the second certificate is one", [{ annotations: { "certificate-arn": ",arn" } }], ["HTTPS:443 a"]],
    ["on 443 where the class has certificates", [{ params: { hasCertificates: true } }], ["HTTPS:443 a"]],
    ["on 80 where it has none", [{ params: {} }], ["HTTP:80 a"]],
    ["on the ports that are stated", [on({ HTTP: 8080 }, { HTTPS: 8443 })], ["HTTP:8080 a", "HTTPS:8443 a"]],
    ["on ports of one entry", [on({ HTTP: 1, HTTPS: 65_535 })], ["HTTP:1 a", "HTTPS:65535 a"]],
    ["once where members share a port", [{}, on({ HTTP: 80 }, { HTTP: 81 })], ["HTTP:80 ab", "HTTP:81 b"]],
    ["with HTTP that only redirects", [redirecting("443")], ["HTTP:80 a redirects", "HTTPS:443 a"]],
    ["with HTTP of all members that only redirects", [redirecting("443"), {}], ["HTTP:80 ab redirects", "HTTPS:443 a"]],
    [
      "with what the class redirects to, in place of the annotation",
      [{ ...redirecting("80"), params: { sslRedirectPort: "443" } }],
      ["HTTP:80 a redirects", "HTTPS:443 a"],
    ],
    [
      "without what the class cannot say",
      [{ ...redirecting("443"), params: { sslRedirectPort: "x" } }],
      ["HTTP:80 a", "HTTPS:443 a"],
    ],
  ])("%s", (_sentence, members, wanted) => {
    const { listeners, problems } = listening(...members);
    expect(listeners).toEqual(wanted);
    expect(problems).toEqual([]);
  });
});

describe("the controller refuses", () => {
  const text = (value: string): Member => ({ annotations: { "listen-ports": value } });

  test.each<readonly [string, Member, string]>([
    ["no JSON", text("["), "not JSON"],
    ["an empty list", text("[]"), "empty listen-ports configuration"],
    ["no list", text('{"HTTP":80}'), "empty listen-ports configuration"],
    ["a list of texts", text('["HTTP"]'), "empty listen-ports configuration"],
    ["port 0", text('[{"HTTP":0}]'), "listen port must be within [1, 65535]: 0"],
    ["port 65536", text('[{"HTTP":65536}]'), "listen port must be within [1, 65535]: 65536"],
    ["half a port", text('[{"HTTP":1.5}]'), "listen port must be within [1, 65535]: 1.5"],
    ["a port that is text", text('[{"HTTP":"80"}]'), "listen port must be within [1, 65535]: NaN"],
    ["another protocol", text('[{"TCP":80}]'), "listen protocol must be within [HTTP, HTTPS]: TCP"],
    ["a protocol in other letters", text('[{"http":80}]'), "listen protocol must be within [HTTP, HTTPS]: http"],
    ["what is wrong in the second", text('[{"HTTP":80},{"HTTPS":0}]'), "listen port must be within [1, 65535]: 0"],
    [
      "a thousand and one",
      on(...Array.from({ length: 1_001 }, () => ({ HTTP: 80 }))),
      "1001 listeners, and no load balancer has more than 1000",
    ],
  ])("%s", (_sentence, member, reason) => {
    const { listeners, problems } = listening(member);
    expect(listeners).toEqual([]);
    expect(problems.map(({ id, field: at, details }) => [id, at, details["reason"]])).toEqual([
      ["listen-ports-invalid", field, reason],
    ]);
    expect(problems[0]?.details["text"]?.slice(0, 20)).toBe(member.annotations?.["listen-ports"]?.slice(0, 20));
  });

  test("a thousand entries are read", () => {
    expect(listening(on(...Array.from({ length: 1_000 }, () => ({ HTTP: 80 })))).listeners).toEqual(["HTTP:80 a"]);
  });

  test("one port with two protocols, for all who want it", () => {
    const { problems, listeners } = listening({}, on({ HTTPS: 80 }), {}, on({ HTTPS: 80 }));
    expect(problems.map(({ id, object, field: at, details }) => [id, object.name, at, details["port"]])).toEqual(
      ["a", "c", "b", "d"].map((name) => ["listen-ports-conflict", name, field, "80"]),
    );
    expect(problems[0]?.details["members"]).toBe("Ingress shop/a, Ingress shop/c, Ingress shop/b, Ingress shop/d");
    expect(listeners).toEqual(["HTTP:80 ac"]);
  });

  test("of many such ports the first five of each member", () => {
    const ports = Array.from({ length: 7 }, (_, at) => at + 1);
    const { problems } = listening(on(...ports.map((HTTP) => ({ HTTP }))), on(...ports.map((HTTPS) => ({ HTTPS }))));
    expect(problems.map(({ object, details }) => `${object.name}${details["port"]}`).sort()).toEqual(
      ["a", "b"].flatMap((name) => [1, 2, 3, 4, 5].map((port) => `${name}${port}`)),
    );
  });

  const many = (count: number) => on(...Array.from({ length: count }, (_, at) => ({ HTTP: at + 1 })));

  test("more than the quota of 50 listeners, for those who state ports", () => {
    expect(listening(many(50)).problems).toEqual([]);
    expect(
      listening(many(51), {}).problems.map(({ id, object, field: at, details }) => [id, object.name, at, details["count"]]),
    ).toEqual([["listeners-over-quota", "a", field, "52"]]);
  });
});

describe("the controller refuses to redirect", () => {
  const redirect = "alb.ingress.kubernetes.io/ssl-redirect";

  test.each<readonly [string, readonly Member[], readonly (readonly [string, string])[]]>([
    ["to a port that is not there", [redirecting("444")], [["a", "listener does not exist for SSLRedirect port: 444"]]],
    ["to HTTP", [redirecting("80")], [["a", "listener protocol non-SSL for SSLRedirect port: 80"]]],
    [
      "to two ports",
      [redirecting("444", { HTTPS: 443 }), redirecting("443", { HTTPS: 444 })],
      [
        ["a", "conflicting sslRedirect port: 443 | 444"],
        ["b", "conflicting sslRedirect port: 443 | 444"],
      ],
    ],
  ])("%s", (_sentence, members, wanted) => {
    const { listeners, problems } = listening(...members);
    expect(problems.map(({ id, field: at }) => [id, at])).toEqual(wanted.map(() => ["ssl-redirect-invalid", redirect]));
    expect(problems.map(({ object, details }) => [object.name, details["reason"]])).toEqual(wanted);
    expect(listeners.join()).not.toContain("redirects");
  });

  test("to what is no number", () => {
    const { problems } = listening(redirecting("x"));
    expect(problems.map(({ id, field: at, details }) => [id, at, details["value"]])).toEqual([
      ["integer-unparsable", redirect, "x"],
    ]);
  });

  test("names the class where that redirects", () => {
    const { problems } = listening({ ...on({ HTTP: 80 }), params: { sslRedirectPort: "443" } });
    expect(problems.map(({ field: at, details }) => [at, details["port"]])).toEqual([
      ["IngressClassParams edge spec.sslRedirectPort", "443"],
    ]);
  });
});
