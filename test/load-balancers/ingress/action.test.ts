import { describe, expect, test } from "vitest";
import { type ForwardTarget, readAction } from "#load-balancers/ingress/action.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

const asVector = (target: ForwardTarget): unknown => {
  const weight = target.weight === undefined ? {} : { weight: target.weight };
  switch (target.kind) {
    case "service":
      return { serviceName: target.service, servicePort: target.port, ...weight };
    case "arn":
      return { targetGroupARN: target.targetGroup, ...weight };
    case "name":
      return { targetGroupName: target.targetGroup, ...weight };
  }
};

describe("reads an action as the controller does", () => {
  const given = vectorsOf("ingressAction").filter(([, { input }]) => "actionJson" in input);
  test.each(given)("%s", (_id, { input, expected }) => {
    const reading = readAction(input.actionJson);
    if (!reading.ok) return expect(reading.reason).toBe(expected.error);
    const targets = reading.value.type === "forward" ? reading.value.targets.map(asVector) : [];
    return expect({ type: reading.value.type, targetGroups: targets }).toEqual({
      type: expected.type,
      targetGroups: expected.targetGroups,
    });
  });
});

test.each([
  ["text that is no JSON", "{type: forward}"],
  ["a list", "[]"],
  ["a status code that is a number", '{"type":"fixed-response","fixedResponseConfig":{"statusCode":503}}'],
  [
    "a weight that is text",
    '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"a","servicePort":80,"weight":"1"}]}}',
  ],
  [
    "a wrong field that the action does not use",
    '{"type":"redirect","redirectConfig":{"statusCode":"HTTP_301"},"targetGroupName":5}',
  ],
])("cannot read %s", (_name, text) => {
  expect(readAction(text)).toMatchObject({ ok: false, because: "unparsable" });
});

test.each([
  ["no type", "null", "unknown action type: "],
  ["an unknown type", '{"type":"Forward"}', "unknown action type: Forward"],
  ["a redirect without its part", '{"type":"redirect"}', "missing RedirectConfig"],
  [
    "an answer without a status",
    '{"type":"fixed-response","fixedResponseConfig":{}}',
    "invalid FixedResponseConfig: statusCode is required",
  ],
  [
    "a Service without a port",
    '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"a"}]}}',
    "invalid ForwardConfig: invalid TargetGroupTuple: missing servicePort",
  ],
])("refuses %s", (_name, text, reason) => {
  expect(readAction(text)).toEqual({ ok: false, because: "invalid", reason });
});

test("a port written as text that is a number is that number", () => {
  const text = '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"a","servicePort":"80"}]}}';
  expect(readAction(text)).toEqual({
    ok: true,
    value: { type: "forward", targets: [{ kind: "service", service: "a", port: 80, weight: undefined }] },
  });
});

test("a redirect says which parts of the address it changes", () => {
  const to = { host: "example.net", path: "/new", port: "8443", protocol: "HTTPS", query: "q=1" };
  const read = (redirectConfig: object) => readAction(JSON.stringify({ type: "redirect", redirectConfig }));
  expect(read({ ...to, statusCode: "HTTP_301" })).toEqual({ ok: true, value: { type: "redirect", to } });
  expect(read({ statusCode: "HTTP_301" })).toEqual({
    ok: true,
    value: { type: "redirect", to: { host: undefined, path: undefined, port: undefined, protocol: undefined, query: undefined } },
  });
});

test("an answer of the load balancer itself leads nowhere, whatever else is written", () => {
  const text = JSON.stringify({
    type: "fixed-response",
    fixedResponseConfig: { statusCode: "503" },
    redirectConfig: { statusCode: "HTTP_301", host: "example.net" },
  });
  expect(readAction(text)).toEqual({ ok: true, value: { type: "fixed-response" } });
});
