import { describe, expect, test } from "vitest";
import { readIngress } from "#kubernetes/objects/ingress/read-ingress.ts";
import { flawOfSetting } from "#load-balancers/ingress/conflicts/setting-flaw.ts";
import type { Comparison, SharedSetting } from "#load-balancers/ingress/conflicts/shared-settings.ts";
import { annotationOf, statedValues } from "#load-balancers/ingress/conflicts/stated-values.ts";
import type { IngressClassParams } from "#model/load-balancers/routing.ts";
import { rawIngress } from "../../../support/routing.ts";

const setting = (comparison: Comparison, more: Partial<SharedSetting> = {}): SharedSetting => ({
  annotations: ["inbound-cidrs", "other-spelling"],
  comparison,
  ...more,
});

describe("the controller takes or refuses", () => {
  const cidr = "must be CIDRs such as 10.0.0.0/8, and";

  test.each<readonly [string, string, SharedSetting, string | undefined]>([
    ["one of a closed list", "a", setting("text", { accepted: ["a", "b"] }), undefined],
    ["another than those", "c", setting("text", { accepted: ["a", "b"] }), "must be a or b"],
    ["a text as long as it may be", "abc", setting("text", { longest: 3 }), undefined],
    ["a longer one", "abcd", setting("text", { longest: 3 }), "must be no longer than 3 characters"],
    ["a boolean", "T", setting("boolean"), undefined],
    ["no boolean", "yes", setting("boolean"), "must be true or false"],
    ["pairs", "a=1", setting("map"), undefined],
    ["no pairs", "a", setting("map"), "must be pairs of the form key=value, separated by commas"],
    ["any list", "10.0.0.0", setting("set"), undefined],
    ["any text", "yes", setting("text"), undefined],
    [
      "CIDRs of both families",
      "10.0.0.0/8, 0.0.0.0/0,255.255.255.255/32,::/0,2001:db8::/128",
      setting("set", { cidrs: true }),
      undefined,
    ],
    ["an address without a length", "10.0.0.0", setting("set", { cidrs: true }), `${cidr} 10.0.0.0 is not one`],
    ["a length without an address", "/8", setting("set", { cidrs: true }), `${cidr} /8 is not one`],
    ["a length beyond the address", "10.0.0.0/33", setting("set", { cidrs: true }), `${cidr} 10.0.0.0/33 is not one`],
    ["a length beyond the longer address", "::/129", setting("set", { cidrs: true }), `${cidr} ::/129 is not one`],
    ["an octet beyond 255", "10.0.0.256/8", setting("set", { cidrs: true }), `${cidr} 10.0.0.256/8 is not one`],
    ["three octets", "10.0.0/8", setting("set", { cidrs: true }), `${cidr} 10.0.0/8 is not one`],
    ["five octets", "10.0.0.0.0/8", setting("set", { cidrs: true }), `${cidr} 10.0.0.0.0/8 is not one`],
    ["a leading zero", "10.0.0.00/8", setting("set", { cidrs: true }), `${cidr} 10.0.0.00/8 is not one`],
    ["a leading zero of the length", "10.0.0.0/08", setting("set", { cidrs: true }), `${cidr} 10.0.0.0/08 is not one`],
    ["two lengths", "10.0.0.0/8/8", setting("set", { cidrs: true }), `${cidr} 10.0.0.0/8/8 is not one`],
    [
      "letters that are no digits of IPv6",
      "2001:db8::g/64",
      setting("set", { cidrs: true }),
      `${cidr} 2001:db8::g/64 is not one`,
    ],
    ["the first that is wrong", "10.0.0.0/8,x,y", setting("set", { cidrs: true }), `${cidr} x is not one`],
  ])("%s", (_sentence, text, given, flaw) => {
    expect(flawOfSetting(text, given)).toBe(flaw);
  });
});

const ingressWith = (annotations: Readonly<Record<string, string>>) => {
  const ingress = readIngress(rawIngress("web", { annotations }));
  if (ingress === undefined) throw new Error("an Ingress was expected");
  return ingress;
};

const classWith = (settings: IngressClassParams["settings"]): IngressClassParams => ({
  meta: { ...ingressWith({}).meta, name: "edge" },
  namespaceSelector: undefined,
  groupName: undefined,
  targetType: undefined,
  loadBalancerAttributes: [],
  sslRedirectPort: undefined,
  hasCertificates: false,
  settings,
});

const stated = (text: string | undefined, given: SharedSetting, settings?: IngressClassParams["settings"]) =>
  statedValues(
    {
      ingress: ingressWith(text === undefined ? {} : { "inbound-cidrs": text }),
      params: settings === undefined ? undefined : classWith(settings),
      order: 0,
      problems: [],
    },
    given,
  ).map(({ part, value, field }) => [part, value, field.replace("alb.ingress.kubernetes.io/", "")]);

describe("the same wishes are the same text", () => {
  const own = "inbound-cidrs";

  test.each<readonly [string, Comparison, string, readonly (readonly string[])[]]>([
    ["a text as it is", "text", " a ", [["", " a ", own]]],
    ["a boolean however it is spelt", "boolean", "1", [["", "true", own]]],
    ["a boolean that is false", "boolean", "F", [["", "false", own]]],
    ["no boolean", "boolean", "yes", []],
    ["a list in its order", "list", "b, a,,b", [["", "b, a, b", own]]],
    ["a set in one order, without what is there twice", "set", "b, a,,b", [["", "a, b", own]]],
    [
      "each key of a map",
      "map",
      "b=2,a=1",
      [
        ["b", "2", own],
        ["a", "1", own],
      ],
    ],
    ["no map", "map", "a", []],
    [
      "each port of JSON, whatever the order of its fields",
      "json-by-port",
      '[{"port":443,"mode":"off"},{"mode":"x","port":80}]',
      [
        ["443", '{"mode":"off","port":443}', own],
        ["80", '{"mode":"x","port":80}', own],
      ],
    ],
    ["no JSON", "json-by-port", "[", []],
    ["no list", "json-by-port", '{"port":1}', []],
    ["entries that state no port", "json-by-port", '[null,"a",{"mode":"x"},{"port":"80"}]', []],
  ])("%s", (_sentence, comparison, text, wanted) => {
    expect(stated(text, setting(comparison))).toEqual(wanted);
  });

  test("nothing where a member states nothing", () => {
    expect(stated(undefined, setting("text"))).toEqual([]);
    expect(stated(undefined, setting("text"), {})).toEqual([]);
  });

  test("what the class states, in place of the annotation", () => {
    const field = "IngressClassParams edge (inbound-cidrs)";
    expect(stated(undefined, setting("text"), { "inbound-cidrs": "a" })).toEqual([["", "a", field]]);
    expect(stated("b", setting("text"), { "inbound-cidrs": "a" })).toEqual([["", "a", field]]);
    expect(stated("b", setting("text"), { scheme: "internal" })).toEqual([["", "b", own]]);
  });

  test("of a map, the keys of the class and those that only the annotation has", () => {
    expect(stated("a=2,c=3", setting("map"), { "inbound-cidrs": "a=1,b=1" })).toEqual([
      ["a", "1", "IngressClassParams edge (inbound-cidrs)"],
      ["b", "1", "IngressClassParams edge (inbound-cidrs)"],
      ["c", "3", own],
    ]);
  });

  test("the first of several spellings counts, and an empty value states nothing where the controller has it so", () => {
    const found = (annotations: Readonly<Record<string, string>>, more: Partial<SharedSetting> = {}) =>
      annotationOf(ingressWith(annotations), setting("text", more))?.value;
    expect(found({ "other-spelling": "b", "inbound-cidrs": "a" })).toBe("a");
    expect(found({ "other-spelling": "b" })).toBe("b");
    expect(found({ "inbound-cidrs": " " })).toBe(" ");
    expect(found({ "inbound-cidrs": " " }, { emptyIsAbsent: true })).toBeUndefined();
    expect(found({ "inbound-cidrs": "a" }, { emptyIsAbsent: true })).toBe("a");
    expect(found({})).toBeUndefined();
  });
});
