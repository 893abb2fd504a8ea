import { expect, test } from "vitest";
import { routeTo } from "./kind-cluster.ts";

test("Pods of a node are reached through the node", () => {
  const addresses = [
    { type: "Hostname", address: "outlive-proof-worker" },
    { type: "InternalIP", address: "172.18.0.3" },
  ];
  expect(routeTo({ spec: { podCIDR: "10.244.1.0/24" }, status: { addresses } })).toBe("10.244.1.0/24 via 172.18.0.3");
});
