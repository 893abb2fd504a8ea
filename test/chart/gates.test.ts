import { describe, expect, test } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { type Rendered, render } from "./helm.ts";

const enabled = { configuration: { gates: { enabled: true, port: 8181 } } };
const all = (values: object, kind: string): readonly Rendered[] => render({ values }).filter((object) => object.kind === kind);
const text = (values: object): string => JSON.stringify(render({ values }));

describe("the gates", () => {
  test("have no port, no Service and no peers as the chart comes", () => {
    expect(all({}, "Service").map(({ metadata }) => metadata.name)).not.toContain("outlive-gates");
    expect(['"name":"gates"', "flagger-system"].filter((part) => text({}).includes(part))).toEqual([]);
  });

  test("get a Service whose port leads to the container's", () => {
    const service = all(enabled, "Service").find(({ metadata }) => metadata.name === "outlive-gates");
    expect(service?.["spec"]).toMatchObject({ ports: [{ port: 80, targetPort: "gates" }] });
    expect(text(enabled).includes('{"name":"gates","containerPort":8181,"protocol":"TCP"}')).toBe(true);
  });

  test("let in the namespaces of the tools, or the peers that are named", () => {
    const ingress = (values: object): unknown => objectAt(all(values, "NetworkPolicy")[0], "spec")["ingress"];
    expect(JSON.stringify(ingress(enabled))).toContain('"values":["flagger-system","argo-rollouts"]');
    const peer = { podSelector: { matchLabels: { app: "flagger" } } };
    expect(ingress({ ...enabled, networkPolicy: { gatesFrom: [peer] } })).toContainEqual({
      ports: [{ port: 8181, protocol: "TCP" }],
      from: [peer],
    });
  });
});
