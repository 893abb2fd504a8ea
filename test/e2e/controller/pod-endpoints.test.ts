import { describe, expect, test } from "vitest";
import { podEndpoints } from "./pod-endpoints.ts";
import type { Endpoint, WatchedPod } from "./watched.ts";

const pod = (containersReady: boolean): WatchedPod => ({
  namespace: "web",
  name: "shop",
  uid: "1",
  ip: "10.0.0.1",
  gates: [],
  conditions: [{ type: "ContainersReady", status: containersReady ? "True" : "False", reason: "", message: "" }],
});

interface Given {
  readonly endpoint?: Partial<Endpoint>;
  readonly containersReady?: boolean;
  readonly node?: string;
}

const registered = ({ endpoint = {}, containersReady = true, node = "True" }: Given): boolean =>
  podEndpoints({
    portName: "http",
    slices: [
      {
        namespace: "web",
        service: "shop",
        ports: [{ name: "http", port: 8080 }],
        endpoints: [{ ip: "10.0.0.1", pod: "shop", node: "n1", ready: false, terminating: false, ...endpoint }],
      },
    ],
    podNamed: () => pod(containersReady),
    nodeNamed: (name) => ({ name, ready: node, address: undefined }),
  }).length === 1;

describe("AWS Load Balancer Controller 3.5, pkg/backend/endpoint_resolver.go", () => {
  test.each<readonly [string, Given, boolean]>([
    ["a ready endpoint is registered", { endpoint: { ready: true } }, true],
    ["an endpoint that does not say counts as ready", { endpoint: { ready: undefined } }, true],
    ["ready containers are enough: readiness gates hold nothing back", {}, true],
    ["containers that are not ready keep the Pod out", { containersReady: false }, false],
    ["a terminating Pod leaves at once", { endpoint: { terminating: true } }, false],
    [
      "a terminating Pod stays where the Service publishes not-ready addresses",
      { endpoint: { terminating: true, ready: true } },
      true,
    ],
    ["a node that is not ready keeps the Pod out", { node: "False" }, false],
    ["where every node is unknown the Pods stay", { node: "Unknown" }, true],
    ["where every node is unknown terminating Pods stay too", { node: "Unknown", endpoint: { terminating: true } }, true],
    ["an endpoint without a Pod is no target", { endpoint: { ready: true, pod: undefined } }, false],
  ])("%s", (_, given, expected) => {
    expect(registered(given)).toBe(expected);
  });
});
