import { expect, test } from "vitest";
import { readIngress } from "#kubernetes/objects/ingress/read-ingress.ts";
import type { RedirectTo } from "#load-balancers/ingress/action.ts";
import type { BackendAction } from "#load-balancers/ingress/backend-action.ts";
import type { GroupMember } from "#load-balancers/ingress/group.ts";
import type { Listener } from "#load-balancers/ingress/listeners.ts";
import { type RulesOfMember, usedActions } from "#load-balancers/ingress/used-actions.ts";
import { rawIngress } from "../../support/routing.ts";

const forward = (name: string): BackendAction => ({ name, redirect: undefined, targets: [] });
const redirect = (to: Partial<RedirectTo>): BackendAction => ({
  name: "redirect",
  redirect: { host: undefined, path: undefined, port: undefined, protocol: undefined, query: undefined, ...to },
  targets: [],
});
const toHttps = redirect({ protocol: "HTTPS", port: "443" });

const everything = { hosts: [], paths: ["/*"], pathsAreRegex: false, others: false };

function member(name: string, actions: readonly BackendAction[], byDefault?: BackendAction): RulesOfMember {
  const ingress = readIngress(rawIngress(name));
  if (ingress === undefined) throw new Error("an Ingress was expected");
  return {
    member: { ingress, params: undefined, order: 0, problems: [] },
    byDefault,
    actions: byDefault === undefined ? actions : [...actions, byDefault],
    rules: actions.map((action) => ({ action, conditions: everything })),
  };
}

const listener = (protocol: "HTTP" | "HTTPS", port: number, ...of: readonly RulesOfMember[]): Listener => ({
  port,
  protocol,
  members: of.map((each): GroupMember => each.member),
  redirectsOnly: false,
});

const namesOf = (listeners: readonly Listener[], ...of: readonly RulesOfMember[]): readonly string[] =>
  [...usedActions(listeners, of)].map(({ name }) => name).sort();

test("a forward behind a redirect of all requests is not used", () => {
  const web = member("web", [toHttps, forward("hidden")]);
  expect(namesOf([listener("HTTP", 80, web)], web)).toEqual(["redirect"]);
});

test("a forward is used where the redirect before it would lead back to its own listener", () => {
  const web = member("web", [toHttps, forward("app")]);
  expect(namesOf([listener("HTTP", 80, web), listener("HTTPS", 443, web)], web)).toEqual(["app", "redirect"]);
});

test("which of several ports a redirect leads back to counts", () => {
  const web = member("web", [redirect({ port: "81" }), forward("app")]);
  expect(namesOf([listener("HTTP", 80, web), listener("HTTP", 82, web)], web)).toEqual(["redirect"]);
  expect(namesOf([listener("HTTP", 80, web), listener("HTTP", 81, web)], web)).toEqual(["app", "redirect"]);
});

test("a redirect of one member hides what a later member of the same listener forwards", () => {
  const first = member("a", [toHttps]);
  const second = member("b", [forward("hidden")]);
  expect(namesOf([listener("HTTP", 80, first, second)], first, second)).toEqual(["redirect"]);
  expect(namesOf([listener("HTTP", 80, first), listener("HTTP", 81, second)], first, second)).toEqual(["hidden", "redirect"]);
});

test("a default is used whatever hides the rules, and by each listener that its member wants", () => {
  const web = member("web", [toHttps, forward("hidden")], forward("default"));
  const other = member("other", [forward("unlisted")]);
  expect(namesOf([listener("HTTP", 80, web)], web, other)).toEqual(["default", "redirect"]);
});

test("nothing is used by a listener that only redirects", () => {
  const web = member("web", [forward("app")], forward("default"));
  expect(namesOf([{ ...listener("HTTP", 80, web), redirectsOnly: true }], web)).toEqual([]);
});

test("everything counts as used where one listener has more than a thousand rules", () => {
  const withRules = (count: number) => member("web", [toHttps, ...Array.from({ length: count - 1 }, () => forward("hidden"))]);
  const [few, many] = [withRules(1_000), withRules(1_001)];
  expect(namesOf([listener("HTTP", 80, few)], few)).toEqual(["redirect"]);
  expect(namesOf([listener("HTTP", 80, many)], many)).toContain("hidden");
});

test("the rules of all members of a listener count together", () => {
  const first = member("a", [toHttps, ...Array.from({ length: 599 }, () => forward("hidden"))]);
  const second = member(
    "b",
    Array.from({ length: 600 }, () => forward("hidden")),
  );
  expect(namesOf([listener("HTTP", 80, first, second)], first, second)).toContain("hidden");
});

test("everything counts as used by the listeners beyond a hundred that differ", () => {
  const members = Array.from({ length: 101 }, (_, at) => member(`m${at}`, [toHttps, forward(`hidden${at}`)]));
  const listeners = members.map((each, at) => listener("HTTP", at + 1, each));
  expect(namesOf(listeners, ...members)).toEqual(["hidden100", "redirect"]);
});
